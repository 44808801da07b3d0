package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"paperboy/api"
)

// TestAPIDocs checks that every operation is on the page with an example, that every link within
// the page leads somewhere, and that the examples are for this server.
func TestAPIDocs(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	doc := pageOf(t, h, http.StatusOK, docsPath)
	var openAPI struct {
		Paths map[string]map[string]struct{ OperationID string }
	}
	if err := json.Unmarshal(api.Document(nil), &openAPI); err != nil {
		t.Fatal(err)
	}
	operations := 0
	for path, methods := range openAPI.Paths {
		for method, o := range methods {
			operations++
			section := doc.Find(`section[aria-labelledby="op-` + o.OperationID + `"]`)
			if got, want := section.Find("h3").Text(), strings.ToUpper(method)+" "+api.Prefix+path; got != want {
				t.Errorf("%s: the heading is %q, want %q", o.OperationID, got, want)
			}
			if curl := section.Find("pre code").First().Text(); !strings.HasPrefix(curl, "curl") || !strings.Contains(curl, "http://example.com/api/v1/") {
				t.Errorf("%s: the example is %q, want one for this server", o.OperationID, curl)
			}
		}
	}
	if n := doc.Find("section.operation").Length(); n != operations || n < 70 {
		t.Errorf("%d operations, want %d", n, operations)
	}
	doc.Find(`main a[href^="#"]`).Each(func(_ int, a *goquery.Selection) {
		if to := strings.TrimPrefix(a.AttrOr("href", ""), "#"); doc.Find(`[id="`+to+`"]`).Length() != 1 {
			t.Errorf("the link %q leads to #%s, which does not exist", a.Text(), to)
		}
	})
	answer := get(t, h, "/api/v1/search?from=soon")
	var problem struct{ Type string }
	if err := json.Unmarshal(answer.Body.Bytes(), &problem); err != nil {
		t.Fatal(err)
	}
	path, code, _ := strings.Cut(problem.Type, "#")
	if path != docsPath || doc.Find("tr#"+code).Length() != 1 {
		t.Errorf("the error of the type %s is not described there", problem.Type)
	}
}

// TestAPIDocsSayThingsOnce checks that the parameters of a search are described in one place.
func TestAPIDocsSayThingsOnce(t *testing.T) {
	doc := pageOf(t, newHandler(t, newService(t)), http.StatusOK, docsPath)
	for _, name := range []string{"author_count", "q", "highlight", "featured_from"} {
		n := doc.Find(".api-parameters dt").FilterFunction(func(_ int, dt *goquery.Selection) bool { return dt.Text() == name }).Length()
		if n < 1 || n > 3 {
			t.Errorf("%s is described %d times", name, n)
		}
	}
	for selector, want := range map[string]string{
		`[aria-labelledby="op-search"]`: "date, author_count, language and 12 more", `[aria-labelledby="op-deleteList"]`: "The list's key",
		`[aria-labelledby="op-createKey"]`: "Needs a key with the scope admin.", `[aria-labelledby="op-similar"]`: "Counts as 5 requests",
		`[aria-labelledby="op-subscribe"]`: "64 KiB",
	} {
		if text := doc.Find(selector).Text(); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q: %s", selector, want, text)
		}
	}
}
