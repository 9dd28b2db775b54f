package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"sort"
	"strings"
)

// Report is what all said: about the objects as they are, then about the mutations.
type Report struct {
	Bases     []Base
	Cases     []Case
	Texts     []string
	Server    []Answer
	Platc     []Answer
	Conform   []Answer
	Explained Explained
}

// Explained is which differences are known: of the server, by what it says; of platc, by its codes and of what.
type Explained struct {
	server, platc []*regexp.Regexp
}

// most is how much of what the server refuses platc may let through.
const most = 0.03

// readExplained reads the tables below the two headings of a page: the first cell of a row, in backticks, is a pattern.
func readExplained(path string) (Explained, error) {
	out := Explained{}
	text, err := os.ReadFile(path)
	if err != nil {
		return out, err
	}
	heading := ""
	for _, line := range strings.Split(string(text), "\n") {
		if title, ok := strings.CutPrefix(line, "## "); ok {
			heading = title
		}
		rest, ok := strings.CutPrefix(line, "| `")
		if !ok {
			continue
		}
		cell, _, _ := strings.Cut(rest, "`")
		compiled, err := regexp.Compile(cell)
		if err != nil {
			return out, fmt.Errorf("%s: %w", path, err)
		}
		if strings.Contains(heading, "platc") {
			out.platc = append(out.platc, compiled)
		} else {
			out.server = append(out.server, compiled)
		}
	}
	return out, nil
}

func matches(patterns []*regexp.Regexp, said string) bool {
	for _, pattern := range patterns {
		if pattern.MatchString(said) {
			return true
		}
	}
	return false
}

var (
	quoted = regexp.MustCompile(`"(\\.|[^"\\])*"`)
	digits = regexp.MustCompile(`[0-9]+`)
	opened = regexp.MustCompile(`^[A-Za-z.0-9]+ … is invalid: `)
	spaces = regexp.MustCompile(`\s+`)
)

// normal is a message without what differs from case to case.
func normal(text string) string {
	text = quoted.ReplaceAllString(text, "…")
	text = opened.ReplaceAllString(text, "")
	text = digits.ReplaceAllString(text, "N")
	text = spaces.ReplaceAllString(text, " ")
	if len(text) > 180 {
		text = text[:180] + "…"
	}
	return text
}

// counts is the table's column of one that is held against the server.
type counts struct{ both, neither, server, own int }

func (r *Report) against(other []Answer) counts {
	var out counts
	for i := len(r.Bases); i < len(r.Server); i++ {
		switch theirs, own := r.Server[i].Rejects, other[i].Rejects; {
		case theirs && own:
			out.both++
		case theirs:
			out.server++
		case own:
			out.own++
		default:
			out.neither++
		}
	}
	return out
}

func (c counts) share() float64 { return float64(c.server) / float64(max(1, c.both+c.server)) }

// print tells the outcome and gives the exit code.
func (r *Report) print(out io.Writer) int {
	failures := r.bases(out)
	kinds, classes := map[string]bool{}, map[string]bool{}
	for _, made := range r.Cases {
		kinds[made.Kind], classes[made.Class] = true, true
	}
	fmt.Fprintf(out, "%d mutations, %d kinds, %d classes, of %d objects\n\n", len(r.Cases), len(kinds), len(classes), len(r.Bases))
	r.table(out)
	if r.Platc != nil {
		failures += r.differences(out)
	}
	if r.Conform != nil {
		r.gaps(out)
	}
	if failures > 0 {
		return 1
	}
	return 0
}

// bases tells who refuses objects that nobody changed.
func (r *Report) bases(out io.Writer) int {
	failures := 0
	for i, base := range r.Bases {
		if r.Server[i].Rejects {
			fmt.Fprintf(out, "the server refuses %s (%s): %s\n", base.Source, base.Kind, r.Server[i].Reason)
			failures++
		}
		if r.Platc != nil && r.Platc[i].Rejects {
			fmt.Fprintf(out, "platc refuses %s (%s): %s %s\n", base.Source, base.Kind, r.Platc[i].Codes, r.Platc[i].Reason)
			failures++
		}
		if r.Conform != nil && r.Conform[i].Rejects {
			fmt.Fprintf(out, "kubeconform refuses %s (%s): %s\n", base.Source, base.Kind, r.Conform[i].Reason)
		}
	}
	return failures
}

func (r *Report) table(out io.Writer) {
	var heads []string
	var columns []counts
	if r.Platc != nil {
		heads, columns = append(heads, "platc verify"), append(columns, r.against(r.Platc))
	}
	if r.Conform != nil {
		heads, columns = append(heads, "kubeconform -strict"), append(columns, r.against(r.Conform))
	}
	if len(columns) == 0 {
		own := r.against(r.Server)
		fmt.Fprintf(out, "the server refuses %d, accepts %d\n", own.both, own.neither)
		return
	}
	rows := []struct {
		name string
		of   func(counts) string
	}{
		{"both refuse", func(c counts) string { return fmt.Sprint(c.both) }},
		{"both accept", func(c counts) string { return fmt.Sprint(c.neither) }},
		{"only the server", func(c counts) string { return fmt.Sprintf("%d (%.1f %%)", c.server, 100*c.share()) }},
		{"only it", func(c counts) string { return fmt.Sprint(c.own) }},
	}
	fmt.Fprintf(out, "| against kube-apiserver | %s |\n|---%s|\n", strings.Join(heads, " | "), strings.Repeat("|---:", len(heads)))
	for _, row := range rows {
		var cells []string
		for _, column := range columns {
			cells = append(cells, row.of(column))
		}
		fmt.Fprintf(out, "| %s | %s |\n", row.name, strings.Join(cells, " | "))
	}
}

// group counts the cases of one sort, with one of them to look at.
type group struct {
	count   int
	example string
}

func show(out io.Writer, groups map[string]group) {
	var names []string
	for name := range groups {
		names = append(names, name)
	}
	sort.Slice(names, func(a, b int) bool {
		if groups[names[a]].count != groups[names[b]].count {
			return groups[names[a]].count > groups[names[b]].count
		}
		return names[a] < names[b]
	})
	for _, name := range names {
		fmt.Fprintf(out, "%5d  %s\n         e.g. %s\n", groups[name].count, name, groups[name].example)
	}
}

func (c Case) String() string {
	return fmt.Sprintf("#%d %s: %s: %s %s", c.Number, c.Kind, c.Class, c.Where, c.How)
}

// differences lists where the server and platc disagree, and counts what is not as it should be.
func (r *Report) differences(out io.Writer) int {
	server, known, own := map[string]group{}, 0, map[string]group{}
	failures := 0
	for i, made := range r.Cases {
		theirs, ours := r.Server[len(r.Bases)+i], r.Platc[len(r.Bases)+i]
		switch {
		case theirs.Rejects && !ours.Rejects:
			said := made.Kind + ", " + made.Class + ": " + normal(theirs.Reason)
			if matches(r.Explained.server, said) {
				known++
				continue
			}
			server[said] = group{server[said].count + 1, made.String()}
		case ours.Rejects && !theirs.Rejects:
			for _, code := range ours.Codes {
				name := code
				if !matches(r.Explained.platc, code+": "+made.Kind+", "+made.Class) {
					name += " (not explained)"
					failures++
				}
				own[name] = group{own[name].count + 1, made.String() + " — " + ours.Reason}
			}
		}
	}
	fmt.Fprintf(out, "\nOnly the server refuses: %d explained; not explained, by kind, mutation and what it says:\n", known)
	show(out, server)
	fmt.Fprintf(out, "\nOnly platc refuses, by code:\n")
	show(out, own)
	fmt.Fprintln(out)
	failures += len(server)
	column := r.against(r.Platc)
	if column.share() >= most {
		fmt.Fprintf(out, "platc lets %.1f %% of what the server refuses through; at most %.0f %% may be\n", 100*column.share(), 100*most)
		failures++
	}
	return failures
}

// gaps sums up where kubeconform differs, by mutation.
func (r *Report) gaps(out io.Writer) {
	server, own := map[string]group{}, map[string]group{}
	for i, made := range r.Cases {
		theirs, its := r.Server[len(r.Bases)+i], r.Conform[len(r.Bases)+i]
		if theirs.Rejects && !its.Rejects {
			server[made.Class] = group{server[made.Class].count + 1, made.String()}
		}
		if its.Rejects && !theirs.Rejects {
			own[made.Class] = group{own[made.Class].count + 1, made.String() + " — " + normal(its.Reason)}
		}
	}
	fmt.Fprintf(out, "\nkubeconform: only the server refuses, by mutation:\n")
	show(out, server)
	fmt.Fprintf(out, "\nkubeconform: only it refuses, by mutation:\n")
	show(out, own)
}

// writeAll writes every difference in full, with the object.
func (r *Report) writeAll(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	out := json.NewEncoder(file)
	out.SetEscapeHTML(false)
	for i, made := range r.Cases {
		at := len(r.Bases) + i
		line := struct {
			Case
			Server  Answer  `json:"server"`
			Platc   *Answer `json:"platc,omitempty"`
			Conform *Answer `json:"kubeconform,omitempty"`
			Text    string  `json:"text"`
		}{Case: made, Server: r.Server[at], Text: made.Text}
		if r.Platc != nil {
			line.Platc = &r.Platc[at]
		}
		if r.Conform != nil {
			line.Conform = &r.Conform[at]
		}
		if len(line.Text) > 20000 {
			line.Text = line.Text[:20000]
		}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
