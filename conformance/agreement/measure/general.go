package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// Mutation is one change of an object. Twice marks a field that the text then says twice.
type Mutation struct {
	Class string
	Path  Path
	How   string
	Do    func(root any) any
	Twice bool
}

func writes(class string, path Path, value any) Mutation {
	return Mutation{Class: class, Path: path, How: "= " + brief(value), Do: func(root any) any {
		return set(root, path, copied(value))
	}}
}

func brief(value any) string {
	text := fmt.Sprintf("%v", value)
	if text == "" {
		text = `""`
	}
	if len(text) > 60 {
		text = fmt.Sprintf("%s… (%d)", text[:50], len(text))
	}
	return text
}

// general is what can be done to any object, by what its values look like.
func general(object map[string]any) []Mutation {
	var out []Mutation
	var walk func(path Path, value any)
	walk = func(path Path, value any) {
		switch value := value.(type) {
		case map[string]any:
			out = append(out, ofMap(path, value)...)
			keys := make([]string, 0, len(value))
			for key := range value {
				keys = append(keys, key)
			}
			sort.Strings(keys)
			for _, key := range keys {
				walk(path.with(key), value[key])
			}
		case []any:
			out = append(out, ofList(path, value)...)
			for i, child := range value {
				walk(path.with(i), child)
			}
		case string:
			out = append(out, ofText(path, value)...)
		case bool:
			out = append(out, ofBool(path, value)...)
		default:
			out = append(out, ofNumber(path, value)...)
		}
	}
	walk(nil, object)
	return out
}

func ofMap(path Path, value map[string]any) []Mutation {
	free := len(path) > 0 && isFree(path.last()) && !isPlace(path)
	var out []Mutation
	keys := make([]string, 0, len(value))
	for key := range value {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		at := path.with(key)
		out = append(out, Mutation{Class: "drop a field", Path: at, How: "dropped", Do: func(root any) any {
			return remove(root, at)
		}})
		if free {
			continue
		}
		for _, other := range misspelt(key) {
			out = append(out, Mutation{Class: "rename a field", Path: at, How: "as " + other, Do: func(root any) any {
				kept := get(root, at)
				root = remove(root, at)
				return set(root, path.with(other), kept)
			}})
		}
		out = append(out, Mutation{Class: "say a field twice", Path: at, How: "twice", Twice: true,
			Do: func(root any) any { return root }})
	}
	if len(path) > 0 {
		out = append(out,
			writes("empty map", path, map[string]any{}),
			writes("retype a map", path, []any{}),
			writes("retype a map", path, "text"),
			writes("null", path, nil),
		)
	}
	if !free {
		out = append(out, writes("unknown field", path.with("surprise"), "here"))
		return out
	}
	if path.has("labels", "matchLabels", "nodeSelector", "selector", "annotations") {
		for _, key := range []string{"a b", "/x", "x/", "a/b/c", "UPPER.example/x", "-x", strings.Repeat("k", 64), "", "a_b.example/x"} {
			out = append(out, writes("bad label key", path.with(key), "x"))
		}
	}
	if path.has("data", "stringData", "binaryData") {
		for _, key := range []string{"a b", "..", "a/b", "..x", strings.Repeat("k", 254), "ä"} {
			out = append(out, writes("bad data key", path.with(key), "eA=="))
		}
	}
	if path.has("limits", "requests", "hard", "max", "min") {
		out = append(out,
			writes("unknown resource", path.with("memroy"), "1Mi"),
			writes("unknown resource", path.with("gpu"), "1"),
			writes("unknown resource", path.with("example.com/gpu"), "500m"),
			writes("unknown resource", path.with("storage"), "1Gi"),
			writes("unknown resource", path.with("hugepages-2Mi"), "4Mi"),
		)
	}
	return out
}

func isPlace(path Path) bool {
	_, ok := path[len(path)-1].(int)
	return ok
}

// misspelt is a field in other letters, and with two of its letters changed about.
func misspelt(key string) []string {
	if len(key) < 4 {
		return []string{key + "s"}
	}
	middle := len(key) / 2
	swapped := key[:middle-1] + string(key[middle]) + string(key[middle-1]) + key[middle+1:]
	if swapped == key {
		swapped = key + "x"
	}
	return []string{swapped, strings.ToUpper(key[:1]) + key[1:], strings.ToLower(key) + "_"}
}

func ofList(path Path, value []any) []Mutation {
	out := []Mutation{
		writes("empty list", path, []any{}),
		writes("retype a list", path, map[string]any{"item": "text"}),
		writes("retype a list", path, "text"),
		writes("null", path, nil),
		writes("null", path.with(len(value)), nil),
	}
	if len(value) == 0 {
		return out
	}
	out = append(out,
		writes("duplicate item", path, append(append([]any{}, value...), value[0])),
		writes("duplicate item", path, append([]any{value[len(value)-1]}, value...)),
		writes("retype a list", path, value[0]),
		writes("odd item", path.with(len(value)), map[string]any{}),
		writes("odd item", path.with(len(value)), "text"),
		writes("odd item", path.with(len(value)), 7),
		writes("drop an item", path, value[1:]),
	)
	return out
}

func ofBool(path Path, value bool) []Mutation {
	return []Mutation{
		writes("retype a truth", path, fmt.Sprint(value)),
		writes("retype a truth", path, 1),
		writes("retype a truth", path, "yes"),
		writes("null", path, nil),
		writes("turn a truth round", path, !value),
	}
}

func ofNumber(path Path, value any) []Mutation {
	if value == nil {
		return nil
	}
	return []Mutation{
		writes("negative number", path, -1),
		writes("out of range", path, 0),
		writes("out of range", path, 65536),
		writes("out of range", path, 2147483648),
		writes("out of range", path, uint64(9223372036854775808)),
		writes("out of range", path, 1000),
		writes("retype a number", path, 1.5),
		writes("retype a number", path, fmt.Sprint(value)),
		writes("retype a number", path, true),
		writes("retype a number", path, "many"),
		writes("null", path, nil),
	}
}

var (
	percent  = regexp.MustCompile(`^\d+%$`)
	duration = regexp.MustCompile(`^\d+(ms|s|m|h|d|w)(\d+(ms|s|m))?$`)
	cidr     = regexp.MustCompile(`^[0-9a-fA-F:.]+/\d+$`)
	enumLike = regexp.MustCompile(`^[A-Z][A-Za-z]+$`)
)

func ofText(path Path, value string) []Mutation {
	key := path.last()
	below := ""
	if len(path) >= 2 {
		below, _ = path[len(path)-2].(string)
	}
	out := []Mutation{
		writes("empty text", path, ""),
		writes("retype a text", path, 12345),
		writes("retype a text", path, true),
		writes("retype a text", path, []any{value}),
		writes("retype a text", path, map[string]any{"value": value}),
		writes("null", path, nil),
	}
	each := func(class string, values ...string) {
		for _, other := range values {
			if other != value {
				out = append(out, writes(class, path, other))
			}
		}
	}
	switch {
	case key == "apiVersion" && len(path) == 1:
		each("wrong version", "v9", "example.com/v1", value+"beta1", strings.TrimPrefix(value, "apps/"))
		return out
	case key == "kind" && len(path) == 1:
		each("wrong kind", strings.ToLower(value), value+"s", "Nonsense")
		return out
	case isFree(below) && path.has("labels", "matchLabels", "nodeSelector", "selector"):
		each("bad label value", "has space", strings.Repeat("v", 64), "-x", "a/b", "x.", "ä")
		each("selector mismatch", "another")
		return out
	case isFree(below) && path.has("annotations", "data", "stringData"):
		return out
	}
	switch {
	case path.has("limits", "requests", "hard", "capacity", "sizeLimit", "defaultRequest") || key == "storage":
		each("wrong unit", "128Megs", "-1", "1,5", "10 Gi", "1gi", "0", "100mb", "1.5.2", "1e", "Mi")
	case key == "schedule":
		each("bad schedule", "* * * *", "61 * * * *", "@weekday", "TZ=UTC 0 0 * * *", "0 0 32 * *", "0 0 * * 8",
			"*/0 * * * *", "@every 5m", "0 0 * FOO *", "0 0 31 2 *", "5-1 * * * *", "@hourly")
	case key == "timeZone":
		each("bad time zone", "Local", "Mars/Olympus", "europe/berlin", "UTC+1")
	case percent.MatchString(value):
		each("bad percentage", "25", "-5%", "200%", "25.5%", "%", "25 %", "0%")
	case cidr.MatchString(value):
		each("bad address", "10.0.0.0", "10.0.0.0/33", "10.0.0.1/8", "300.0.0.0/8", "::/129", "010.0.0.0/8", "0.0.0.0/0")
	case duration.MatchString(value):
		each("wrong unit", "5 minutes", "10", "-1s", "1d", "1.5h", "0s", "10S")
	case strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://"):
		each("bad address", "not an address", "ftp://x", "http://[::1", "//x")
	case strings.HasPrefix(value, "/"):
		each("bad path", "relative", "/a/../b", "//", "/a%2fb", "a:b", "..", "/a/.", "/has space", "/ok")
	case key == "image":
		each("bad image", " x", "x ", "UPPER/case", "a b")
	case key == "host" || key == "hosts" || key == "hostnames" || key == "externalName" || key == "dnsNames" || key == "commonName":
		each("bad host", "UPPER.example", "a_b.example", "10.0.0.1", "*.*.example", "http://x.example", "x..example",
			"*", "-a.example", strings.Repeat("a", 64)+".example", "*.ok.example", "x.example:80")
	case enumLike.MatchString(value) && key != "name":
		each("wrong enum", strings.ToLower(value), value+"s", "Nonsense", strings.ToUpper(value))
	}
	switch {
	case key == "name" || key == "namespace" || strings.HasSuffix(key, "Name") || strings.HasSuffix(key, "Ref"):
		class := "bad name"
		if path.has("ports") || key == "port" || key == "targetPort" {
			class = "bad port name"
		}
		each(class, "Bad_Name", "-a", "a-", "a.b", strings.Repeat("a", 64), strings.Repeat("a", 254), "a b", "a/b", "ä",
			strings.Repeat("a", 16), "a--b", "80", "1a", "a=b", "..")
		if len(path) > 2 {
			each("dangling reference", "nowhere")
		}
	case key == "port" || key == "targetPort":
		each("bad port name", "80", "Bad_Name", strings.Repeat("a", 16), "a--b", "-a", "nowhere")
	case key == "key":
		each("dangling reference", "nowhere")
		each("bad name", "a b", "a/b", "..")
	}
	return out
}
