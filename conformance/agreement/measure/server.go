package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"

	"sigs.k8s.io/yaml"
)

// Server is a real API server. Resources are the paths of its kinds.
type Server struct {
	address, token string
	client         *http.Client
	resources      map[string]resource
}

type resource struct {
	path       string
	namespaced bool
}

// Answer is the decision of one that was asked. Reason is empty when it accepts.
type Answer struct {
	Rejects bool   `json:"rejects"`
	Reason  string `json:"reason,omitempty"`
	// Codes are platc's, or how kubeconform or the server calls it.
	Codes []string `json:"codes,omitempty"`
}

func connect(address, token, certificate string) (*Server, error) {
	pem, err := os.ReadFile(certificate)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, MaxIdleConnsPerHost: 8}
	server := &Server{address, token, &http.Client{Transport: transport}, map[string]resource{}}
	return server, server.discover()
}

func (s *Server) ask(method, path, kind string, body []byte) (int, []byte, error) {
	request, err := http.NewRequest(method, s.address+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Authorization", "Bearer "+s.token)
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Accept", "application/json")
	response, err := s.client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, text, err
}

func (s *Server) read(path string, into any) error {
	status, text, err := s.ask("GET", path, "application/json", nil)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return fmt.Errorf("%s: %d", path, status)
	}
	return json.Unmarshal(text, into)
}

// discover asks which kinds there are and where.
func (s *Server) discover() error {
	var groups struct {
		Groups []struct {
			Versions []struct{ GroupVersion string }
		}
	}
	if err := s.read("/apis", &groups); err != nil {
		return err
	}
	versions := []string{"v1"}
	for _, group := range groups.Groups {
		for _, version := range group.Versions {
			versions = append(versions, version.GroupVersion)
		}
	}
	for _, version := range versions {
		at := "/apis/" + version
		if version == "v1" {
			at = "/api/v1"
		}
		var list struct {
			Resources []struct {
				Name, Kind string
				Namespaced bool
				Verbs      []string
			}
		}
		if err := s.read(at, &list); err != nil {
			return err
		}
		for _, found := range list.Resources {
			if !strings.Contains(found.Name, "/") {
				s.resources[version+" "+found.Kind] = resource{at + "\x00" + found.Name, found.Namespaced}
			}
		}
	}
	return nil
}

// decide asks for a strict dry run of creating the object, and, where that is accepted, of applying it: only applying
// minds items that have one key twice.
func (s *Server) decide(text string) (Answer, error) {
	var head struct {
		Version  string `json:"apiVersion"`
		Kind     string `json:"kind"`
		Metadata struct {
			Name      string `json:"name"`
			Namespace string `json:"namespace"`
		} `json:"metadata"`
	}
	if err := yaml.Unmarshal([]byte(text), &head); err != nil {
		return Answer{true, "unreadable head: " + err.Error(), []string{"decode"}}, nil
	}
	found, known := s.resources[head.Version+" "+head.Kind]
	if !known {
		return Answer{true, s.missing(head.Version), []string{"unknown kind"}}, nil
	}
	base, plural, _ := strings.Cut(found.path, "\x00")
	if found.namespaced {
		namespace := head.Metadata.Namespace
		if namespace == "" {
			namespace = "default"
		}
		base += "/namespaces/" + url.PathEscape(namespace)
	}
	path := base + "/" + plural
	const query = "?dryRun=All&fieldValidation=Strict&fieldManager=measure"
	answer, err := s.answer("POST", path+query, "application/yaml", text)
	if err != nil || answer.Rejects || head.Metadata.Name == "" {
		return answer, err
	}
	applied, err := s.answer("PATCH", path+"/"+url.PathEscape(head.Metadata.Name)+query+"&force=true",
		"application/apply-patch+yaml", text)
	if applied.Rejects {
		applied.Codes = append(applied.Codes, "apply")
	}
	return applied, err
}

// missing says what of a kind that the server lacks it lacks: whoever knows the group may know all its kinds.
func (s *Server) missing(version string) string {
	group, _, grouped := strings.Cut(version, "/")
	for known := range s.resources {
		if !grouped || strings.HasPrefix(known, group+"/") {
			return "no matches for kind"
		}
	}
	return "no matches for group"
}

// answer gives the server's. A namespace that is missing says nothing about the object: it is made.
func (s *Server) answer(method, path, kind, text string) (Answer, error) {
	status, body, err := s.ask(method, path, kind, []byte(text))
	if err != nil {
		return Answer{}, err
	}
	if status < 300 {
		return Answer{}, nil
	}
	var said struct {
		Message, Reason string
		Details         struct{ Kind, Name string }
	}
	if err := json.Unmarshal(body, &said); err != nil {
		said.Message = string(body)
	}
	// It looks at the object before it looks whether there is one already.
	if said.Reason == "AlreadyExists" {
		return Answer{}, nil
	}
	if said.Reason == "NotFound" && said.Details.Kind == "namespaces" {
		if made, err := s.makeNamespace(said.Details.Name); err == nil && made {
			return s.answer(method, path, kind, text)
		}
	}
	// What cannot be merged by its keys is the object's fault, although the server calls it its own.
	broken := status >= 500 && said.Reason != "InternalError" && !strings.Contains(said.Message, "typed patch")
	if broken || status == http.StatusTooManyRequests {
		return Answer{}, fmt.Errorf("%s %s: %d %s", method, path, status, said.Message)
	}
	return Answer{true, said.Message, []string{said.Reason}}, nil
}

// makeNamespace says whether there is one of this name now; there is none of a name that no namespace can have.
func (s *Server) makeNamespace(name string) (bool, error) {
	text, err := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": name}})
	if err != nil {
		return false, err
	}
	status, _, err := s.ask("POST", "/api/v1/namespaces", "application/json", text)
	return status == http.StatusCreated || status == http.StatusConflict, err
}

// decideAll asks over several connections at once.
func (s *Server) decideAll(texts []string) ([]Answer, error) {
	answers := make([]Answer, len(texts))
	return answers, each(4, len(texts), func(i int) error {
		var err error
		answers[i], err = s.decide(texts[i])
		return err
	})
}

// each does something for every number below a count, some at a time, and gives the first error.
func each(workers, count int, do func(int) error) error {
	var group sync.WaitGroup
	next := make(chan int)
	failed := make(chan error, workers)
	for range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range next {
				if err := do(i); err != nil {
					select {
					case failed <- err:
					default:
					}
				}
			}
		}()
	}
	for i := range count {
		next <- i
	}
	close(next)
	group.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}
