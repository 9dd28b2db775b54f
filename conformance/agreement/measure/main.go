// How far platc and kubeconform agree with a real API server: objects that it accepts are changed in one place each, and
// all three are asked.
//
//	measure --server <address> --token <token> --certificate <file> --explained <file> [--platc <binary>]
//	        [--kubeconform <binary> --schemas <folder>] [--out <file>] [--seed <text>] [--count <n>] <folder>…
//	measure --server <address> --token <token> --certificate <file> --schemas <folder>
//
// Without manifests it writes the schemas that kubeconform reads, of the kinds that the server has.
// Exit 0: as it should be; 1: they differ more than is explained; 2: it could not be asked.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	address := flag.String("server", "", "the API server")
	token := flag.String("token", "", "an administrator's token")
	certificate := flag.String("certificate", "", "the server's certificate")
	platc := flag.String("platc", "", "the binary")
	conform := flag.String("kubeconform", "", "the binary")
	schemas := flag.String("schemas", "", "kubeconform's schemas")
	explained := flag.String("explained", "", "which differences are known and why")
	out := flag.String("out", "", "where every difference is written, one JSON line each")
	seed := flag.String("seed", "1", "another seed, other mutations")
	count := flag.Int("count", 3000, "how many mutations")
	flag.Parse()
	code, err := run(*address, *token, *certificate, *platc, *conform, *schemas, *explained, *out, *seed, *count)
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(2)
	}
	os.Exit(code)
}

func run(address, token, certificate, platc, conform, schemas, explained, out, seed string, count int) (int, error) {
	server, err := connect(address, token, certificate)
	if err != nil {
		return 0, err
	}
	if flag.NArg() == 0 {
		return 0, server.writeSchemas(schemas)
	}
	bases, err := readBases(flag.Args())
	if err != nil {
		return 0, err
	}
	cases := choose(bases, count, seed)
	// The objects as they are come first: whoever refuses one of those is wrong about more than a mutation.
	texts := make([]string, 0, len(bases)+len(cases))
	beside := make([]string, 0, len(bases)+len(cases))
	for _, base := range bases {
		texts, beside = append(texts, spell(base.Object)), append(beside, base.Beside)
	}
	for _, made := range cases {
		texts, beside = append(texts, made.Text), append(beside, made.Beside)
	}
	report := Report{Bases: bases, Cases: cases, Texts: texts}
	if report.Explained, err = readExplained(explained); err != nil {
		return 0, err
	}
	if report.Server, err = server.decideAll(texts); err != nil {
		return 0, err
	}
	if platc != "" {
		if report.Platc, err = askPlatc(platc, texts, beside); err != nil {
			return 0, err
		}
	}
	if conform != "" {
		if report.Conform, err = askKubeconform(conform, schemas, texts); err != nil {
			return 0, err
		}
	}
	if out != "" {
		if err := report.writeAll(out); err != nil {
			return 0, err
		}
	}
	return report.print(os.Stdout), nil
}
