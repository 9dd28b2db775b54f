package main

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"reflect"
	"sort"
	"strings"
)

// Case is one mutated object.
type Case struct {
	Number int    `json:"number"`
	Kind   string `json:"kind"`
	Class  string `json:"class"`
	Where  string `json:"where"`
	How    string `json:"how"`
	Source string `json:"source"`
	Text   string `json:"-"`
	Beside string `json:"-"`
}

// candidate is a mutation of an object that was not chosen yet.
type candidate struct {
	base     *Base
	mutation Mutation
	order    uint64
}

// choose takes so many mutations, evenly over the kinds and, within a kind, over the classes; no two that do the same at
// the same place of a kind while there are others. The same seed and objects give the same cases, and what an object
// more or less changes is little: each candidate's place in the order depends on itself alone.
func choose(bases []Base, count int, seed string) []Case {
	kinds := map[string]map[string][]candidate{}
	seen := map[string]bool{}
	for i := range bases {
		base := &bases[i]
		for _, mutation := range append(general(base.Object), ofKind(*base)...) {
			what := strings.Join([]string{base.Kind, mutation.Class, mutation.Path.pattern(), mutation.How}, "\x00")
			if seen[what] {
				continue
			}
			seen[what] = true
			sum := sha256.Sum256([]byte(seed + "\x00" + what))
			if kinds[base.Kind] == nil {
				kinds[base.Kind] = map[string][]candidate{}
			}
			found := candidate{base, mutation, binary.BigEndian.Uint64(sum[:8])}
			kinds[base.Kind][mutation.Class] = append(kinds[base.Kind][mutation.Class], found)
		}
	}
	queues := map[string][]candidate{}
	var names []string
	for kind, classes := range kinds {
		queues[kind] = evenly(classes)
		names = append(names, kind)
	}
	sort.Strings(names)
	var cases []Case
	for len(cases) < count {
		before := len(cases)
		for _, kind := range names {
			for len(queues[kind]) > 0 && len(cases) < count {
				next := queues[kind][0]
				queues[kind] = queues[kind][1:]
				if made, ok := apply(next); ok {
					made.Number = len(cases) + 1
					cases = append(cases, made)
					break
				}
			}
		}
		if len(cases) == before {
			break
		}
	}
	return cases
}

// evenly puts the candidates of a kind into one row that takes from each class in turn: one of what can be done to any
// object, and some of what only who knows the kind would get wrong.
func evenly(classes map[string][]candidate) []candidate {
	var names []string
	for name, candidates := range classes {
		sort.SliceStable(candidates, func(a, b int) bool { return candidates[a].order < candidates[b].order })
		names = append(names, name)
	}
	sort.Strings(names)
	var out []candidate
	for {
		before := len(out)
		for _, name := range names {
			many := 1
			if ofKnown[name] {
				many = 3
			}
			many = min(many, len(classes[name]))
			out = append(out, classes[name][:many]...)
			classes[name] = classes[name][many:]
		}
		if len(out) == before {
			return out
		}
	}
}

// apply makes the case; a mutation that changes nothing is none.
func apply(from candidate) (Case, bool) {
	changed, ok := from.mutation.Do(copied(from.base.Object)).(map[string]any)
	if !ok || (!from.mutation.Twice && reflect.DeepEqual(changed, from.base.Object)) {
		return Case{}, false
	}
	text := spell(changed)
	if from.mutation.Twice {
		text, ok = twice(text, from.mutation.Path)
		if !ok {
			return Case{}, false
		}
	}
	return Case{
		Kind: from.base.Kind, Class: from.mutation.Class, Where: from.mutation.Path.String(),
		How: from.mutation.How, Source: from.base.Source, Text: text, Beside: from.base.Beside,
	}, true
}

// twice repeats the line of a field that has a plain value.
func twice(text string, path Path) (string, bool) {
	key, _ := path[len(path)-1].(string)
	depth := 0
	for _, step := range path[:len(path)-1] {
		if _, inMap := step.(string); inMap {
			depth++
		}
	}
	start := strings.Repeat("  ", depth) + key + ": "
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, start) && !strings.HasSuffix(line, "|") && !strings.HasSuffix(line, "|-") {
			return strings.Replace(text, line+"\n", fmt.Sprintf("%s\n%s\n", line, line), 1), true
		}
	}
	return "", false
}
