// The API server's own decision about one manifest, without a server: strict decoding, defaults, the create strategy of
// the kind (which prepares, validates and warns), as the server's create handler runs them. Admission plugins and
// storage (but for what a Service is given before it is validated) are left out.
//
//	oracle <file.yaml>…     `-` is standard input
//
// One JSON line per document. Exit 0: all accepted; 1: one was refused; 2: a file cannot be read.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/capabilities"
)

// Verdict is what is printed about a document. Accepted is absent for a kind that is not built in.
type Verdict struct {
	File     string   `json:"file"`
	Doc      int      `json:"doc"`
	Line     int      `json:"line"`
	Version  string   `json:"apiVersion"`
	Kind     string   `json:"kind"`
	Name     string   `json:"name,omitempty"`
	Accepted *bool    `json:"accepted,omitempty"`
	Errors   []Fault  `json:"errors"`
	Warnings []string `json:"warnings"`
}

// Fault is one error: of decoding (no field), or of validation, in the server's words.
type Fault struct {
	Field  string `json:"field"`
	Type   string `json:"type"`
	Detail string `json:"detail"`
}

// warnings collects what the strategy warns about.
type warnings struct{ texts *[]string }

func (w warnings) AddWarning(_, text string) { *w.texts = append(*w.texts, text) }

func main() {
	// Kubernetes logs mismatches of its two ways to validate; they are no part of the answer.
	flags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(flags)
	_ = flags.Parse([]string{"-logtostderr=false", "-stderrthreshold=FATAL"})
	klog.SetOutput(io.Discard)

	// As an API server with --allow-privileged, which every distribution sets.
	capabilities.Setup(true, 0)

	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: oracle <file.yaml>…")
		os.Exit(2)
	}
	code := 0
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for _, path := range os.Args[1:] {
		documents, err := read(path)
		if err != nil {
			fmt.Fprintf(os.Stderr, "oracle: %s: %v\n", path, err)
			code = 2
			continue
		}
		for index, one := range documents {
			verdict := decide(one.text)
			verdict.File, verdict.Doc, verdict.Line = path, index, one.line
			if verdict.Accepted != nil && !*verdict.Accepted && code == 0 {
				code = 1
			}
			_ = out.Encode(verdict)
		}
	}
	os.Exit(code)
}

// document is a part of a file, from a line on.
type document struct {
	text []byte
	line int
}

// read gives the documents of a file that hold more than comments.
func read(path string) ([]document, error) {
	var text []byte
	var err error
	if path == "-" {
		text, err = io.ReadAll(os.Stdin)
	} else {
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, err
	}
	var documents []document
	current := document{line: 1}
	for at, line := range bytes.SplitAfter(text, []byte("\n")) {
		// `---` by itself, or before a comment, begins a document.
		if rest, begins := bytes.CutPrefix(line, []byte("---")); begins && onlyComments(rest) {
			documents = append(documents, current)
			current = document{line: at + 2}
			continue
		}
		current.text = append(current.text, line...)
	}
	return slices.DeleteFunc(append(documents, current), func(one document) bool { return onlyComments(one.text) }), nil
}

func onlyComments(text []byte) bool {
	for _, line := range bytes.Split(text, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}

// decide runs what the create handler runs.
func decide(text []byte) Verdict {
	verdict := Verdict{Errors: []Fault{}, Warnings: []string{}}
	var head metav1.PartialObjectMetadata
	if err := yaml.Unmarshal(text, &head); err != nil {
		return refused(verdict, err)
	}
	verdict.Version, verdict.Kind, verdict.Name = head.APIVersion, head.Kind, head.Name
	kind := schema.FromAPIVersionAndKind(head.APIVersion, head.Kind)
	strategy, known := strategies[kind.GroupKind()]
	if !known {
		return verdict
	}
	object, err := decode(text, kind)
	if err != nil {
		return refused(verdict, err)
	}
	if object == nil {
		return verdict
	}
	accessor, err := meta.Accessor(object)
	if err != nil {
		return refused(verdict, err)
	}
	rest.WipeObjectMetaSystemFields(accessor)
	rest.FillObjectMetaSystemFields(accessor)
	namespace := ""
	if strategy.NamespaceScoped() {
		if namespace = accessor.GetNamespace(); namespace == "" {
			namespace = metav1.NamespaceDefault
			accessor.SetNamespace(namespace)
		}
	}
	if accessor.GetName() == "" && accessor.GetGenerateName() != "" {
		accessor.SetName(strategy.GenerateName(accessor.GetGenerateName()))
	}
	if service, ok := object.(*core.Service); ok {
		allocate(service)
	}
	ctx := request.WithNamespace(context.Background(), namespace)
	ctx = request.WithRequestInfo(ctx, &request.RequestInfo{
		IsResourceRequest: true, Verb: "create", APIGroup: kind.Group, APIVersion: kind.Version, Namespace: namespace,
	})
	ctx = warning.WithWarningRecorder(ctx, warnings{&verdict.Warnings})
	if err := rest.BeforeCreate(strategy, ctx, object); err != nil {
		return refused(verdict, err)
	}
	accepted := true
	verdict.Accepted = &accepted
	return verdict
}

// decode reads strictly, defaults, and converts to the internal version, with the server's own codec.
func decode(text []byte, kind schema.GroupVersionKind) (runtime.Object, error) {
	info, ok := runtime.SerializerInfoForMediaType(legacyscheme.Codecs.SupportedMediaTypes(), runtime.ContentTypeYAML)
	if !ok {
		return nil, errors.New("no reader of YAML")
	}
	internal := schema.GroupVersion{Group: kind.Group, Version: runtime.APIVersionInternal}
	object, _, err := legacyscheme.Codecs.DecoderToVersion(info.StrictSerializer, internal).Decode(text, &kind, nil)
	return object, err
}

// allocate does what the storage of Services does before validation: it gives an address and the port of health checks.
func allocate(service *core.Service) {
	spec := &service.Spec
	if spec.ClusterIP != "" && len(spec.ClusterIPs) == 0 {
		spec.ClusterIPs = []string{spec.ClusterIP}
	}
	if spec.Type == core.ServiceTypeExternalName {
		return
	}
	if spec.ClusterIP == "" && len(spec.ClusterIPs) == 0 {
		spec.ClusterIP = "10.0.0.1"
		if len(spec.IPFamilies) > 0 && spec.IPFamilies[0] == core.IPv6Protocol {
			spec.ClusterIP = "2001:db8::1"
		}
		spec.ClusterIPs = []string{spec.ClusterIP}
	}
	local := spec.ExternalTrafficPolicy == core.ServiceExternalTrafficPolicyLocal
	if spec.Type == core.ServiceTypeLoadBalancer && local && spec.HealthCheckNodePort == 0 {
		spec.HealthCheckNodePort = 32000
	}
}

// refused spells an error out: a status lists its causes, a strict reader its complaints.
func refused(verdict Verdict, err error) Verdict {
	accepted := false
	verdict.Accepted = &accepted
	var status apierrors.APIStatus
	if errors.As(err, &status) && status.Status().Details != nil && len(status.Status().Details.Causes) > 0 {
		for _, cause := range status.Status().Details.Causes {
			verdict.Errors = append(verdict.Errors, Fault{cause.Field, string(cause.Type), cause.Message})
		}
		return verdict
	}
	if strict, ok := runtime.AsStrictDecodingError(err); ok {
		for _, err := range strict.Errors() {
			verdict.Errors = append(verdict.Errors, Fault{"", "strict", err.Error()})
		}
		return verdict
	}
	verdict.Errors = append(verdict.Errors, Fault{"", "decode", err.Error()})
	return verdict
}
