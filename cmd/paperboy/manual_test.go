package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// manualFiles are the texts whose commands are checked.
func manualFiles(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("../../web/help/*.md")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, path := range append(paths, "../../README.md") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(path)] = string(text)
	}
	return texts
}

// TestManualCommandsParse gives every command line of the manual and the README to the
// command that it names: its flags and the number of its arguments must be right.
func TestManualCommandsParse(t *testing.T) {
	parsed := 0
	for file, text := range manualFiles(t) {
		for _, line := range shellLines(text) {
			args, ok := paperboyArgs(line)
			if !ok {
				continue
			}
			parsed++
			root := newRoot(&Config{})
			cmd, rest, err := root.Find(args)
			if err != nil || cmd == root && len(args) > 0 && args[0] != "--help" {
				t.Errorf("%s: %s: no such command (%v)", file, line, err)
				continue
			}
			if err := cmd.ParseFlags(rest); err != nil {
				t.Errorf("%s: %s: %v", file, line, err)
			} else if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
				t.Errorf("%s: %s: %v", file, line, err)
			}
		}
	}
	if parsed < 60 {
		t.Errorf("found %d command lines, want 60 at least", parsed)
	}
}

// TestManualNamesWhatExists looks up the commands and flags that the manual and the README
// name within sentences and tables.
func TestManualNamesWhatExists(t *testing.T) {
	root := newRoot(&Config{})
	flag := regexp.MustCompile(`^--[a-z][a-z-]*`)
	for file, text := range manualFiles(t) {
		for _, code := range codeSpans(text) {
			if args, ok := paperboyArgs(code); ok && len(args) > 0 {
				if cmd, _, err := root.Find(args); err != nil || cmd == root {
					t.Errorf("%s: `%s`: no such command", file, code)
				}
			}
			for word := range strings.FieldsSeq(code) {
				if name := flag.FindString(word); name != "" && !hasFlag(root, name[2:]) && name != "--help" {
					t.Errorf("%s: `%s`: no command has a flag %s", file, code, name)
				}
			}
		}
	}
}

// TestManualEndpointsExist looks up every address of the API in the OpenAPI document: its
// method, and the parameters of its query.
func TestManualEndpointsExist(t *testing.T) {
	api := openDocument(t)
	found := 0
	check := func(file, where, method, address string) {
		found++
		to, err := url.Parse(address)
		if err != nil {
			t.Errorf("%s: %s: %v", file, where, err)
			return
		}
		if to.Path == "/docs" { // a page
			return
		}
		operation, ok := api.operation(method, to.Path)
		if !ok {
			t.Errorf("%s: %s: the API has no %s %s", file, where, method, to.Path)
			return
		}
		for name := range to.Query() {
			if !slices.Contains(operation.parameters, name) {
				t.Errorf("%s: %s: %s %s has no parameter %s", file, where, method, to.Path, name)
			}
		}
	}
	address := regexp.MustCompile(`/api/v1(/[^\s'"` + "`" + `)|]*)`)
	for file, text := range manualFiles(t) {
		for _, line := range shellLines(text) {
			if to := address.FindStringSubmatch(line); to != nil && strings.HasPrefix(line, "curl ") {
				check(file, line, curlMethod(line), to[1])
			}
		}
		for _, code := range codeSpans(text) {
			if to := address.FindStringSubmatch(code); to != nil {
				method, _, _ := strings.Cut(code, " /")
				if strings.HasPrefix(code, "/") {
					method = ""
				}
				check(file, code, method, to[1])
			}
		}
	}
	if found < 40 {
		t.Errorf("found %d addresses, want 40 at least", found)
	}
}

// shellLines are the lines of a text's blocks of shell commands.
func shellLines(text string) (lines []string) {
	inside := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "```") {
			inside = line == "```sh"
		} else if inside && line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// codeSpans are the pieces of code within a text's sentences and tables.
func codeSpans(text string) (spans []string) {
	inside := false
	span := regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			inside = !inside
		} else if !inside {
			for _, m := range span.FindAllStringSubmatch(line, -1) {
				spans = append(spans, m[1])
			}
		}
	}
	return spans
}

// paperboyArgs are the arguments of a command line that runs Paperboy, without its
// variables and redirections.
func paperboyArgs(line string) ([]string, bool) {
	words := shellWords(line)
	for len(words) > 0 && regexp.MustCompile(`^[A-Z_]+=`).MatchString(words[0]) {
		words = words[1:]
	}
	if len(words) > 2 && slices.Equal(words[:3], []string{"go", "run", "./cmd/paperboy"}) {
		words = words[2:]
	}
	if len(words) == 0 || !slices.Contains([]string{"paperboy", "./paperboy", "./cmd/paperboy"}, words[0]) {
		return nil, false
	}
	if end := slices.IndexFunc(words, func(w string) bool { return w == ">" || w == "<" || w == "#" || w == "|" }); end >= 0 {
		words = words[:end]
	}
	return words[1:], true
}

// shellWords splits a line at spaces outside of quotes.
func shellWords(line string) (words []string) {
	var word strings.Builder
	quote, begun := rune(0), false
	for _, r := range line {
		switch {
		case quote == 0 && (r == '\'' || r == '"'):
			quote, begun = r, true
		case r == quote:
			quote = 0
		case quote == 0 && r == ' ':
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if begun {
		words = append(words, word.String())
	}
	return words
}

func curlMethod(line string) string {
	words := shellWords(line)
	if at := slices.Index(words, "-X"); at >= 0 {
		return words[at+1]
	}
	if slices.Contains(words, "-d") || slices.Contains(words, "--data-binary") {
		return "POST"
	}
	return "GET"
}

func TestShellWords(t *testing.T) {
	got := fmt.Sprintf("%q", shellWords(`PAPERBOY_FETCH="a; b" ./paperboy search '"x y"' -- -z > f`))
	if want := `["PAPERBOY_FETCH=a; b" "./paperboy" "search" "\"x y\"" "--" "-z" ">" "f"]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
