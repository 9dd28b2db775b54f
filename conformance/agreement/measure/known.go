package main

import (
	_ "embed"
	"strings"

	"sigs.k8s.io/yaml"
)

// What only who knows a kind would get wrong: fields that go together, limits that no schema has.
// One line of known.yaml: the class, where, and what is written there.
//
//go:embed known.yaml
var knownText []byte

type edit struct {
	class string
	path  Path
	value any
	drop  bool
}

// known holds edits by kind, and ofKnown their classes; `Pod*` are those of every pod, by their paths in its spec.
var known, ofKnown = readKnown()

func readKnown() (map[string][]edit, map[string]bool) {
	var text map[string]map[string][]map[string]any
	if err := yaml.Unmarshal(knownText, &text); err != nil {
		panic(err)
	}
	out, all := map[string][]edit{}, map[string]bool{}
	for kind, classes := range text {
		for class, edits := range classes {
			all[class] = true
			for _, fields := range edits {
				for path, value := range fields {
					out[kind] = append(out[kind], edit{class, parse(path), value, value == "<drop>"})
				}
			}
		}
	}
	return out, all
}

// podAt is where the spec of an object's pods is.
func podAt(kind string) (Path, bool) {
	switch kind {
	case "Pod":
		return Path{"spec"}, true
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job":
		return Path{"spec", "template", "spec"}, true
	case "CronJob":
		return Path{"spec", "jobTemplate", "spec", "template", "spec"}, true
	}
	return nil, false
}

func ofKind(base Base) []Mutation {
	var out []Mutation
	add := func(at Path, edits []edit) {
		for _, edit := range edits {
			path := append(append(Path(nil), at...), edit.path...)
			// Text as long as a limit allows, and longer, is not spelt out.
			value := long(edit.value)
			if edit.drop {
				out = append(out, Mutation{Class: edit.class, Path: path, How: "dropped", Do: func(root any) any {
					return remove(root, path)
				}})
				continue
			}
			out = append(out, writes(edit.class, path, value))
		}
	}
	add(nil, known["*"])
	add(nil, known[base.Kind])
	if at, ok := podAt(base.Kind); ok {
		add(at, known["Pod*"])
	}
	return out
}

// long reads `<x × 300>` as so many letters, anywhere in a value.
func long(value any) any {
	switch value := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, child := range value {
			text, _ := long(key).(string)
			out[text] = long(child)
		}
		return out
	case []any:
		out := make([]any, len(value))
		for i, child := range value {
			out[i] = long(child)
		}
		return out
	case string:
		rest, ok := strings.CutPrefix(value, "<x × ")
		if !ok {
			return value
		}
		count := 0
		for _, digit := range strings.TrimSuffix(rest, ">") {
			count = count*10 + int(digit-'0')
		}
		return strings.Repeat("x", count)
	}
	return value
}
