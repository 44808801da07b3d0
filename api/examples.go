package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// examplesSource has an example of each endpoint, as answered by a server with the sample papers.
// To write it, run: go test ./cmd/paperboy -run Examples -update
//
//go:embed examples.json
var examplesSource []byte

// ExampleBase is the address of the server in the examples of the document, as in the manual.
const ExampleBase = "http://127.0.0.1:8080"

// Example is a request and its answer, in which long texts and arrays are cut.
type Example struct {
	// Operation is the id of the operation.
	Operation string `json:"operation"`
	Method    string `json:"method"`
	// Path is below Prefix, with its query.
	Path string `json:"path"`
	// NeedsKey is true if every server requires a key for the request.
	NeedsKey bool   `json:"needs_key,omitempty"`
	BodyType string `json:"body_type,omitempty"`
	Body     string `json:"body,omitempty"`
	Status   int    `json:"status"`
	// Type is the media type of the answer. Answer has a JSON answer, Text one that is text; an
	// answer that is a file has neither.
	Type   string          `json:"type"`
	Answer json.RawMessage `json:"answer,omitempty"`
	Text   string          `json:"text,omitempty"`
}

// curl returns the request as a command line.
func (e Example) curl() string {
	parts := []string{"curl"}
	if e.Method != get && (e.Method != post || e.Body == "") {
		parts = append(parts, "-X "+e.Method)
	}
	if e.NeedsKey {
		parts = append(parts, `-H "Authorization: Bearer $PAPERBOY_KEY"`)
	}
	if e.Body != "" {
		parts = append(parts, "-H 'Content-Type: "+e.BodyType+"'", "--data-binary "+quoteForShell(strings.TrimSuffix(e.Body, "\n")))
	}
	if e.Type == backupType {
		parts = append(parts, "-o papers.backup")
	}
	address := ExampleBase + Prefix + e.Path
	if strings.ContainsAny(address, "?&") {
		address = quoteForShell(address)
	}
	if len(parts) == 1 {
		return "curl " + address
	}
	return strings.Join(append(parts, address), " \\\n  ")
}

// quoteForShell quotes a word for a POSIX shell.
func quoteForShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// addExamples adds the examples to the operations of the document.
func addExamples(paths map[string]any) error {
	var all []Example
	if err := json.Unmarshal(examplesSource, &all); err != nil {
		return fmt.Errorf("examples.json: %w", err)
	}
	byID := map[string]Example{}
	for _, e := range all {
		byID[e.Operation] = e
	}
	for _, methods := range paths {
		for _, o := range methods.(map[string]any) {
			o := o.(map[string]any)
			if e, ok := byID[o["operationId"].(string)]; ok {
				e.addTo(o)
			}
		}
	}
	return nil
}

// addTo adds the example to its operation: the request as a curl command, the body and the answer.
func (e Example) addTo(operation map[string]any) {
	operation["x-codeSamples"] = []any{map[string]any{"lang": "Shell", "label": "curl", "source": e.curl()}}
	if body, ok := operation["requestBody"].(map[string]any); ok {
		setExample(body, e.BodyType, json.RawMessage(e.Body), e.Body)
	}
	if answer, ok := operation["responses"].(map[string]any)[strconv.Itoa(e.Status)].(map[string]any); ok {
		setExample(answer, e.Type, e.Answer, e.Text)
	}
}

// setExample sets the example of a media type: parsed if it is JSON, or else text.
func setExample(of map[string]any, mediaType string, parsed json.RawMessage, text string) {
	media, ok := of["content"].(map[string]any)[mediaType].(map[string]any)
	switch {
	case !ok:
	case strings.HasSuffix(mediaType, "json") && json.Valid(parsed):
		media["example"] = parsed
	case text != "":
		media["example"] = text
	}
}
