// Reads what platc printed with the YAML readers of the Kubernetes world, and says what each takes for something else.
//
//	read <lines
//
// A line is {"tree": …, "yaml": "…"}. Exit 0: all the same; 1: a difference, each told.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strconv"

	upstream "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

type line struct {
	Tree any    `json:"tree"`
	YAML string `json:"yaml"`
}

// readers read a document each in their way: kubectl, the API server and Helm by the first, Kustomize by the second.
var readers = []struct {
	name string
	read func(text []byte) (any, error)
}{
	{"sigs.k8s.io/yaml", func(text []byte) (any, error) {
		var out any
		err := yaml.Unmarshal(text, &out)
		return out, err
	}},
	{"go.yaml.in/yaml/v3", func(text []byte) (any, error) {
		var out any
		err := upstream.Unmarshal(text, &out)
		return out, err
	}},
}

func main() {
	trees, wrong := 0, 0
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var printed line
		if err := json.Unmarshal(lines.Bytes(), &printed); err != nil {
			fmt.Fprintln(os.Stderr, "strings:", err)
			os.Exit(2)
		}
		trees++
		for _, reader := range readers {
			got, err := reader.read([]byte(printed.YAML))
			if err == nil && reflect.DeepEqual(plain(got), plain(printed.Tree)) {
				continue
			}
			wrong++
			if wrong <= 20 {
				fmt.Printf("%s: %#v is printed as\n%sand read as %#v %v\n", reader.name, printed.Tree, printed.YAML, got, err)
			}
		}
	}
	if wrong > 0 || trees == 0 || lines.Err() != nil {
		fmt.Fprintf(os.Stderr, "strings: %d of %d trees are read as something else %v\n", wrong, trees, lines.Err())
		os.Exit(1)
	}
	fmt.Printf("strings: %d trees of hostile strings, read back the same by %d readers of Go's\n", trees, len(readers))
}

// plain makes values comparable: a number is its shortest text, so that a reader's types of numbers do not matter, and
// everything else stays what it is: a date or a map of other keys than strings is like nothing that was printed.
func plain(value any) any {
	type number string
	switch value := value.(type) {
	case int:
		return number(strconv.FormatFloat(float64(value), 'g', -1, 64))
	case int64:
		return number(strconv.FormatFloat(float64(value), 'g', -1, 64))
	case uint64:
		return number(strconv.FormatFloat(float64(value), 'g', -1, 64))
	case float64:
		return number(strconv.FormatFloat(value, 'g', -1, 64))
	case []any:
		out := make([]any, len(value))
		for i, item := range value {
			out[i] = plain(item)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(value))
		for key, child := range value {
			out[key] = plain(child)
		}
		return out
	default:
		return value
	}
}
