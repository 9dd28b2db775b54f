package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"sigs.k8s.io/yaml"
)

// Base is one object that the server accepts, with the files that lie beside it: what belongs to it.
type Base struct {
	Source string
	Kind   string
	Object map[string]any
	// Beside is every other object of the folder, as written.
	Beside string
}

// readBases reads all manifests below some folders, in the order of their paths. Objects of one folder belong together.
func readBases(folders []string) ([]Base, error) {
	var paths []string
	for _, folder := range folders {
		err := filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
			if err == nil && info.IsDir() && strings.HasPrefix(info.Name(), ".") {
				return filepath.SkipDir
			}
			if err == nil && strings.HasSuffix(path, ".yaml") && !strings.HasPrefix(info.Name(), ".") {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	sort.Strings(paths)
	groups := map[string][]Base{}
	var order []string
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for index, document := range bytes.Split(append([]byte("\n"), text...), []byte("\n---")) {
			var object map[string]any
			if err := yaml.Unmarshal(document, &object); err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			kind, _ := object["kind"].(string)
			if kind == "" {
				continue
			}
			if _, known := groups[filepath.Dir(path)]; !known {
				order = append(order, filepath.Dir(path))
			}
			source := path
			if index > 0 {
				source = fmt.Sprintf("%s#%d", path, index)
			}
			groups[filepath.Dir(path)] = append(groups[filepath.Dir(path)], Base{source, kind, object, ""})
		}
	}
	var bases []Base
	for _, folder := range order {
		group := groups[folder]
		texts := make([]string, len(group))
		for i, base := range group {
			texts[i] = spell(base.Object)
		}
		for i := range group {
			var beside strings.Builder
			for j, text := range texts {
				if j != i {
					beside.WriteString("---\n" + text)
				}
			}
			group[i].Beside = beside.String()
		}
		bases = append(bases, group...)
	}
	return bases, nil
}

func spell(object map[string]any) string {
	text, err := yaml.Marshal(object)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func copied(value any) any {
	switch value := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(value))
		for key, child := range value {
			out[key] = copied(child)
		}
		return out
	case []any:
		out := make([]any, len(value))
		for i, child := range value {
			out[i] = copied(child)
		}
		return out
	default:
		return value
	}
}

// Path leads from the root of an object: field names and places in lists.
type Path []any

func (p Path) with(step any) Path { return append(append(Path(nil), p...), step) }

func (p Path) String() string {
	var out strings.Builder
	for _, step := range p {
		switch step := step.(type) {
		case string:
			if out.Len() > 0 {
				out.WriteByte('.')
			}
			out.WriteString(step)
		default:
			fmt.Fprintf(&out, "[%v]", step)
		}
	}
	return out.String()
}

// pattern is the path without places, and without the keys of maps that the writer names.
func (p Path) pattern() string {
	var out []string
	free := false
	for _, step := range p {
		key, isKey := step.(string)
		switch {
		case !isKey:
			out = append(out, "[]")
			free = false
		case free:
			out = append(out, "*")
			free = false
		default:
			out = append(out, key)
			free = isFree(key)
		}
	}
	return strings.Join(out, ".")
}

// isFree says whether the keys below are the writer's own.
func isFree(key string) bool {
	switch key {
	case "labels", "annotations", "matchLabels", "nodeSelector", "data", "stringData", "binaryData", "selector",
		"limits", "requests", "hard", "max", "min", "default", "defaultRequest":
		return true
	}
	return false
}

func (p Path) last() string {
	for i := len(p) - 1; i >= 0; i-- {
		if key, ok := p[i].(string); ok {
			return key
		}
	}
	return ""
}

func (p Path) has(keys ...string) bool {
	for _, step := range p {
		for _, key := range keys {
			if step == key {
				return true
			}
		}
	}
	return false
}

func get(root any, path Path) any {
	for _, step := range path {
		switch at := root.(type) {
		case map[string]any:
			key, _ := step.(string)
			root = at[key]
		case []any:
			place, ok := step.(int)
			if !ok || place >= len(at) {
				return nil
			}
			root = at[place]
		default:
			return nil
		}
	}
	return root
}

// set writes a value, and makes the maps (and the first items of lists) on the way to it.
func set(root any, path Path, value any) any {
	if len(path) == 0 {
		return value
	}
	if place, ok := path[0].(int); ok {
		list, _ := root.([]any)
		for len(list) <= place {
			list = append(list, nil)
		}
		list[place] = set(list[place], path[1:], value)
		return list
	}
	fields, ok := root.(map[string]any)
	if !ok {
		fields = map[string]any{}
	}
	key := path[0].(string)
	fields[key] = set(fields[key], path[1:], value)
	return fields
}

func remove(root any, path Path) any {
	if len(path) == 0 {
		return root
	}
	above := path[:len(path)-1]
	switch at := get(root, above).(type) {
	case map[string]any:
		delete(at, path[len(path)-1].(string))
	case []any:
		place := path[len(path)-1].(int)
		if place < len(at) {
			return set(root, above, append(append([]any{}, at[:place]...), at[place+1:]...))
		}
	}
	return root
}

// parse reads `spec.ports[0].name`; a key with dots is written `['a.b/c']`.
func parse(text string) Path {
	var path Path
	for text != "" {
		switch {
		case strings.HasPrefix(text, "['"):
			end := strings.Index(text, "']")
			path = append(path, text[2:end])
			text = text[end+2:]
		case text[0] == '[':
			end := strings.IndexByte(text, ']')
			place := 0
			_, _ = fmt.Sscanf(text[1:end], "%d", &place)
			path = append(path, place)
			text = text[end+1:]
		case text[0] == '.':
			text = text[1:]
		default:
			end := strings.IndexAny(text, ".[")
			if end < 0 {
				end = len(text)
			}
			path = append(path, text[:end])
			text = text[end:]
		}
	}
	return path
}
