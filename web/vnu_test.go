package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paperboy/api/lists"
	"paperboy/data"
	"paperboy/data/sharedtest"
)

// TestValidHTML checks every page with the Nu HTML checker: the pages of the table, in several
// states of the library, the pages that forms answer with, and error pages.
//
// $PAPERBOY_VNU is the path of the checker's vnu.jar; .ci/run fetches it. It needs Java.
func TestValidHTML(t *testing.T) {
	jar := os.Getenv("PAPERBOY_VNU")
	if jar == "" {
		sharedtest.Require(t, "vnu")
	}
	folder := t.TempDir()
	pages := append(shownPages(t), answeredForms(t)...)
	names := map[string]string{}
	for i, page := range pages {
		file := filepath.Join(folder, fmt.Sprintf("%03d.html", i))
		names["file:"+file] = page.name
		if err := os.WriteFile(file, page.html, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found := checkHTML(t, jar, folder)
	for _, m := range found {
		t.Errorf("%s: line %d: %s: %s\n\tat %s", names[m.URL], m.LastLine, m.Type, m.Message, strings.TrimSpace(m.Extract))
	}
	t.Logf("%d pages", len(pages))
}

// aPage is a page as it was sent.
type aPage struct {
	name string
	html []byte
}

// shownPages requests every page of every library, and pages of errors.
func shownPages(t *testing.T) (all []aPage) {
	for _, server := range librariesOfPages(t) {
		for _, address := range server.pages {
			answer := get(t, server.handler, address)
			if answer.Code >= 300 && answer.Code < 400 {
				answer = get(t, server.handler, answer.Header().Get("Location"))
			}
			all = append(all, pageIn(t, server.name+": "+address, answer))
		}
	}
	return all
}

// pageIn returns the page of an answer, which must be HTML.
func pageIn(t *testing.T, name string, answer *httptest.ResponseRecorder) aPage {
	t.Helper()
	if kind := answer.Header().Get("Content-Type"); !strings.HasPrefix(kind, "text/html") {
		t.Fatalf("%s: %d, %s", name, answer.Code, kind)
	}
	return aPage{name, answer.Body.Bytes()}
}

// answeredForms sends forms, and returns the pages that answer them.
func answeredForms(t *testing.T) (all []aPage) {
	service := newService(t, collection()...)
	withMail(t, service)
	h := newHandler(t, service)
	empty := newHandler(t, newAddingService(t))
	list, err := service.Lists.Create(t.Context(), lists.NewList{Name: "To read", IDs: []data.ID{"arxiv:2203.03850"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []struct {
		path   string
		values url.Values
		status int
	}{
		{"/subscribe", url.Values{"kind": {"days"}, "address": {"ada@example.org"}, "every": {"day"}, "hour": {"6"}, "zone": {"UTC"}}, http.StatusAccepted},
		{"/subscribe", url.Values{"kind": {"days"}, "address": {"nobody"}, "every": {"day"}, "hour": {"6"}, "zone": {"UTC"}}, http.StatusBadRequest},
		{"/sign-in", url.Values{"secret": {"wrong"}}, http.StatusUnauthorized},
		{"/sample/remove", url.Values{"token": {"wrong"}}, http.StatusForbidden},
		{"/lists", url.Values{"name": {strings.Repeat("x", 2000)}}, http.StatusBadRequest},
		{"/lists/" + string(list.ReadKey) + "/rename", url.Values{"name": {"x"}}, http.StatusForbidden},
		{"/star", url.Values{"paper": {"nothing"}}, http.StatusNotFound},
	} {
		all = append(all, pageIn(t, "POST "+form.path, post(t, h, form.status, form.path, form.values)))
	}
	for _, text := range []string{threeLines, "no format at all", ""} {
		all = append(all, pageIn(t, fmt.Sprintf("POST /add %.20q", text), postMultipart(t, empty, "/add", map[string]string{"token": token, "text": text})))
	}
	return all
}

// postMultipart sends a form with multipart/form-data, like a browser on the same site.
func postMultipart(t *testing.T, h http.Handler, address string, fields map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, address, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer
}

// A vnuMessage is a message of the Nu HTML checker (github.com/validator/validator/wiki/Output-»-JSON).
type vnuMessage struct {
	Type, URL, Message, Extract string
	LastLine                    int
}

// checkHTML returns the errors and warnings of the checker about the files of a folder.
func checkHTML(t *testing.T, jar, folder string) []vnuMessage {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(t.Context(), "java", "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", folder)
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	var answer struct{ Messages []vnuMessage }
	if err := json.Unmarshal(stdout.Bytes(), &answer); err != nil {
		t.Fatalf("%v: %.1000s", err, stdout.String())
	}
	return answer.Messages
}
