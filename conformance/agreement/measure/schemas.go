package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// The schemas that kubeconform reads, made as those that it is used with are made: Kubernetes' own description and the
// operators' definitions, strict about fields that they do not name, lenient about `null` where a field may be absent.

// pattern is how kubeconform finds them.
func pattern(folder string) string {
	return filepath.Join(folder, "{{ .Group }}", "{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json")
}

type schema = map[string]any

func (s *Server) writeSchemas(folder string) error {
	var description struct{ Definitions map[string]schema }
	if err := s.read("/openapi/v2", &description); err != nil {
		return err
	}
	for _, definition := range description.Definitions {
		kinds, _ := definition["x-kubernetes-group-version-kind"].([]any)
		// Options that go with every group are no kind of their own.
		if len(kinds) != 1 {
			continue
		}
		kind, _ := kinds[0].(map[string]any)
		group, _ := kind["group"].(string)
		version, _ := kind["version"].(string)
		name, _ := kind["kind"].(string)
		definitions := schema{}
		root := reachable(definition, description.Definitions, definitions)
		root["definitions"] = definitions
		if err := writeSchema(folder, group, version, name, root); err != nil {
			return err
		}
	}
	return s.writeDefinitions(folder)
}

// writeDefinitions writes those of the operators from their own schemas: the server's description loses a part of them.
func (s *Server) writeDefinitions(folder string) error {
	var list struct {
		Items []struct {
			Spec struct {
				Group    string
				Names    struct{ Kind string }
				Versions []struct {
					Name   string
					Schema struct {
						OpenAPIV3Schema schema `json:"openAPIV3Schema"`
					}
				}
			}
		}
	}
	if err := s.read("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", &list); err != nil {
		return err
	}
	for _, item := range list.Items {
		for _, version := range item.Spec.Versions {
			root := strict(version.Schema.OpenAPIV3Schema)
			if err := writeSchema(folder, item.Spec.Group, version.Name, item.Spec.Names.Kind, root); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeSchema(folder, group, version, kind string, root schema) error {
	if group == "" {
		group = version
	}
	text, err := json.Marshal(root)
	if err != nil {
		return err
	}
	path := filepath.Join(folder, group, strings.ToLower(kind)+"_"+version+".json")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// reachable gives a definition in strict form and collects those it refers to.
func reachable(from schema, all map[string]schema, into schema) schema {
	root := strict(from)
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case map[string]any:
			if to, ok := value["$ref"].(string); ok {
				name := strings.TrimPrefix(to, "#/definitions/")
				if _, known := into[name]; !known {
					into[name] = schema{}
					into[name] = reachable(all[name], all, into)
				}
			}
			for _, child := range value {
				walk(child)
			}
		case []any:
			for _, child := range value {
				walk(child)
			}
		}
	}
	walk(root)
	return root
}

// strict copies a schema for JSON Schema's reader.
func strict(from schema) schema {
	out := schema{}
	for key, value := range from {
		switch key {
		case "properties":
			required := map[string]bool{}
			names, _ := from["required"].([]any)
			for _, name := range names {
				text, _ := name.(string)
				required[text] = true
			}
			properties := schema{}
			for name, child := range value.(map[string]any) {
				one := strict(child.(map[string]any))
				if !required[name] {
					one = orNull(one)
				}
				properties[name] = one
			}
			out[key] = properties
		case "items", "additionalProperties", "not":
			if child, ok := value.(map[string]any); ok {
				out[key] = strict(child)
			} else {
				out[key] = value
			}
		case "allOf", "anyOf", "oneOf":
			var list []any
			for _, child := range value.([]any) {
				// Parts say what else holds; they name no fields of their own.
				part, _ := copied(child).(map[string]any)
				list = append(list, part)
			}
			out[key] = list
		case "description", "default":
		default:
			if !strings.HasPrefix(key, "x-") {
				out[key] = value
			}
		}
	}
	if from["format"] == "int-or-string" || from["x-kubernetes-int-or-string"] == true {
		delete(out, "type")
		delete(out, "format")
		out["anyOf"] = []any{schema{"type": "string"}, schema{"type": "integer"}}
	}
	if text, _ := from["description"].(string); from["type"] == "string" && strings.HasPrefix(text, "Quantity is") {
		delete(out, "type")
		out["anyOf"] = []any{schema{"type": "string"}, schema{"type": "number"}}
	}
	_, fields := from["properties"]
	_, others := from["additionalProperties"]
	if fields && !others && from["x-kubernetes-preserve-unknown-fields"] != true {
		out["additionalProperties"] = false
	}
	if from["nullable"] == true {
		delete(out, "nullable")
		out = orNull(out)
	}
	return out
}

// orNull allows `null`, which the server takes for absent.
func orNull(one schema) schema {
	if kind, ok := one["type"].(string); ok && one["enum"] == nil {
		one["type"] = []any{kind, "null"}
		return one
	}
	return schema{"anyOf": []any{one, schema{"type": "null"}}}
}
