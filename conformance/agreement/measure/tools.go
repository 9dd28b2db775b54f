package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// askPlatc runs one process for each object, beside what belongs to it.
func askPlatc(binary string, texts, beside []string) ([]Answer, error) {
	place, err := os.MkdirTemp("", "agreement")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(place)
	others := map[string]string{}
	for _, text := range beside {
		if _, written := others[text]; !written {
			path := filepath.Join(place, fmt.Sprintf("beside-%d.yaml", len(others)))
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				return nil, err
			}
			others[text] = path
		}
	}
	answers := make([]Answer, len(texts))
	return answers, each(2, len(texts), func(i int) error {
		path := filepath.Join(place, strconv.Itoa(i)+".yaml")
		if err := os.WriteFile(path, []byte(texts[i]), 0o600); err != nil {
			return err
		}
		arguments := []string{"verify", "--format", "json", path}
		if beside[i] != "" {
			arguments = append(arguments, others[beside[i]])
		}
		answers[i], err = platc(binary, arguments)
		return err
	})
}

func platc(binary string, arguments []string) (Answer, error) {
	command := exec.Command(binary, arguments...)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	text, err := command.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return Answer{}, fmt.Errorf("%s: %w: %s", strings.Join(arguments, " "), err, complaints.String())
	}
	var said struct {
		Diagnostics []struct{ Code, Severity, Message string }
	}
	if err := json.Unmarshal(text, &said); err != nil {
		return Answer{}, fmt.Errorf("%s: %w", strings.Join(arguments, " "), err)
	}
	answer := Answer{Rejects: exit != nil}
	codes := map[string]bool{}
	for _, found := range said.Diagnostics {
		if found.Severity == "error" {
			codes[found.Code] = true
			answer.Reason += found.Message + "; "
		}
	}
	for code := range codes {
		answer.Codes = append(answer.Codes, code)
	}
	sort.Strings(answer.Codes)
	if answer.Rejects != (len(codes) > 0) {
		return Answer{}, fmt.Errorf("%s: exit and findings disagree", strings.Join(arguments, " "))
	}
	return answer, nil
}

// askKubeconform runs it once over all objects.
func askKubeconform(binary, schemas string, texts []string) ([]Answer, error) {
	place, err := os.MkdirTemp("", "agreement")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(place)
	for i, text := range texts {
		if err := os.WriteFile(filepath.Join(place, strconv.Itoa(i)+".yaml"), []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	command := exec.Command(binary, "-strict", "-n", "2", "-output", "json", "-schema-location", pattern(schemas), place)
	text, err := command.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return nil, fmt.Errorf("kubeconform: %w", err)
	}
	var said struct {
		Resources []struct{ Filename, Status, Msg string }
	}
	if err := json.Unmarshal(text, &said); err != nil {
		return nil, fmt.Errorf("kubeconform: %w", err)
	}
	answers := make([]Answer, len(texts))
	for _, found := range said.Resources {
		number := strings.TrimSuffix(filepath.Base(found.Filename), ".yaml")
		at, err := strconv.Atoi(number)
		if err != nil || at >= len(answers) {
			return nil, fmt.Errorf("kubeconform speaks of %s", found.Filename)
		}
		if found.Status == "statusInvalid" || found.Status == "statusError" {
			answers[at] = Answer{true, found.Msg, []string{found.Status}}
		}
	}
	return answers, nil
}
