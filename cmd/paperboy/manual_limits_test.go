package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/add"
	"paperboy/api/alerts"
	"paperboy/api/alerts/bounce"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/params"
	"paperboy/api/profiles"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/pdf"
	"paperboy/data/format/zoterordf"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/index/query"
	"paperboy/recommend"
	"paperboy/web/view"
)

// TestManualLimits compares the numbers of the page on limits with the constants that hold
// them.
func TestManualLimits(t *testing.T) {
	text, err := os.ReadFile("../../web/help/limits.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|"); len(cells) == 2 {
			rows[strings.TrimSpace(cells[0])] = strings.TrimSpace(cells[1])
		}
	}
	for what, limits := range map[string][]int{
		"characters of a query":                           {query.MaxText},
		"parts of a query besides plain words":            {query.MaxClauses},
		"nested brackets":                                 {query.MaxDepth},
		"words of a pasted text that are searched":        {query.MaxWords},
		"papers in an answer":                             {params.MaxLimit},
		"offset":                                          {search.MaxOffset},
		"search or page in the address of a paper's page": {view.MaxPlace},
		"values of a facet in an answer":                  {search.MaxFacetLimit},
		"ids in one request":                              {params.MaxIDs},
		"papers of an export":                             {search.MaxExport},
		"papers of a receipt":                             {search.MaxReceipt},
		"suggestions":                                     {search.MaxSuggestions},
		"phrases of `/api/v1/rising`":                     {index.MaxRising},
		"papers to compare with":                          {recommend.MaxSeeds},
		"characters of a text":                            {recommend.MaxTextLength},
		"terms that are compared":                         {index.DefaultTerms, index.MaxTerms},
		"papers in a neighbourhood":                       {similar.MaxNeighbours},
		"one record or line of a file":                    {format.MaxEntryBytes >> 20},
		"items of a Zotero RDF file that wait for a journal or book further down": {zoterordf.MaxWaiting, zoterordf.MaxNodes},
		"`POST /api/v1/papers`":                     {api.MaxUpload >> 20},
		"an upload of files":                        {library.MaxIngestBytes >> 20, library.MaxIngestFiles},
		"a file of an upload, decompressed":         {library.MaxIngestUnpacked >> 30},
		"a PDF":                                     {pdf.MaxBytes >> 20, pdf.MaxPages, pdf.MaxUnpacked >> 20},
		"things in one `POST /api/v1/add`":          {add.MaxItems, add.MaxTitles},
		"text in one `POST /api/v1/add`":            {add.MaxText >> 20},
		"characters of a title that is searched":    {add.MaxTitle},
		"time for fetching what one request adds":   {int(add.MaxTime.Minutes())},
		"bytes of an id":                            {data.MaxIDBytes},
		"characters of a title":                     {data.MaxTitleRunes},
		"characters of an abstract":                 {data.MaxAbstractRunes},
		"authors":                                   {data.MaxAuthors, data.MaxAuthorRunes},
		"categories":                                {data.MaxCategories, data.MaxCategoryRunes},
		"characters of a venue":                     {data.MaxVenueRunes},
		"characters of a language":                  {data.MaxLanguageRunes},
		"URLs":                                      {data.MaxURLs, data.MaxURLBytes},
		"other ids":                                 {data.MaxAliases},
		"lists on a server":                         {store.MaxLists},
		"size of a list":                            {store.MaxListBytes >> 20, store.MaxListsBytes >> 20},
		"papers in a list":                          {store.MaxListed},
		"characters of a name":                      {lists.MaxName},
		"characters of a note":                      {lists.MaxNote},
		"a report of failed delivery":               {bounce.MaxBytes >> 20},
		"feeds on a server":                         {store.MaxFeeds},
		"subscriptions by email on a server":        {store.MaxSubscriptions},
		"subscriptions of an address":               {store.MaxSubscribed, alerts.MaxConfirmations},
		"subscriptions that one client can ask for": {alerts.MaxAsked, alerts.MaxAskedAnHour},
		"bytes of an email address":                 {store.MaxAddressBytes},
		"bytes of a subscription's search":          {store.MaxSearchBytes},
		"papers in a section of an email":           {alerts.MaxShown},
		"shortest interval of a schedule":           {int(library.MinFetchEvery.Minutes())},
		"merges in an answer":                       {library.MaxMerges},
		"papers of `paperboy bench --papers`":       {maxBenchPapers},
		"bytes of a name in the address of an author, a venue or a category": {params.MaxValueLength},
		"co-authors of an author":                    {profiles.MaxCoauthors},
		"topics of an author, a venue or a category": {profiles.MaxTopics, index.MaxTopicPapers},
		"other spellings of an author's name":        {profiles.MaxSpellings},
	} {
		cell, ok := rows[what]
		if !ok {
			t.Errorf("the page on limits has no row %q", what)
			continue
		}
		var got []int
		for _, number := range regexp.MustCompile(`\d[\d,]*`).FindAllString(cell, -1) {
			n, err := strconv.Atoi(strings.ReplaceAll(number, ",", ""))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, n)
		}
		for i, want := range limits {
			if i >= len(got) || got[i] != want {
				t.Errorf("the page on limits says of %s %q, want %v", what, cell, limits)
				break
			}
		}
	}
}

// TestManualErrors compares the codes in the page on the API with those that the server
// documents: each is there, in a row with its status.
func TestManualErrors(t *testing.T) {
	text, err := os.ReadFile("../../web/help/api.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "## Errors")
	row := regexp.MustCompile(`(?m)^\| (\d{3}) \| ([^|]*) \|`)
	code := regexp.MustCompile("`([a-z_]+)`")
	documented := map[string]string{}
	for _, m := range row.FindAllStringSubmatch(section, -1) {
		for _, c := range code.FindAllStringSubmatch(m[2], -1) {
			documented[c[1]] = m[1]
		}
	}
	codes := errorCodes(t)
	for c, status := range codes {
		// Nobody reads the answer of a request that was cancelled.
		if c != "cancelled" && documented[c] != status {
			t.Errorf("the page on the API has the code %s under %q, want %s", c, documented[c], status)
		}
	}
	for c := range documented {
		if codes[c] == "" {
			t.Errorf("the page on the API has the code %s, which no answer has", c)
		}
	}
}

// document is what the tests ask of the OpenAPI document.
type document struct {
	operations map[string]operation // by method and path
}

type operation struct{ parameters []string }

// errorCodes are the codes in the API's documentation and their statuses.
func errorCodes(t *testing.T) map[string]string {
	t.Helper()
	var doc struct {
		Components struct {
			Responses map[string]struct {
				Codes []struct{ Code string } `json:"x-codes"`
			}
		}
	}
	if err := json.Unmarshal(askAPI("/api/v1/openapi.json").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	for status, response := range doc.Components.Responses {
		for _, c := range response.Codes {
			codes[c.Code] = status
		}
	}
	return codes
}

// askAPI asks an API without papers.
func askAPI(path string) *httptest.ResponseRecorder {
	e := echo.New()
	api.Install(e, api.New(api.Options{}), api.HTTPOptions{})
	answer := httptest.NewRecorder()
	e.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
	return answer
}

// openDocument reads the document that a server sends.
func openDocument(t *testing.T) document {
	t.Helper()
	answer := askAPI("/api/v1/openapi.json")
	var raw struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &raw); err != nil {
		t.Fatalf("%v: %.200s", err, answer.Body)
	}
	d := document{operations: map[string]operation{}}
	for path, methods := range raw.Paths {
		for method, body := range methods {
			var o struct{ Parameters []struct{ Name, Ref string } }
			if method == "parameters" || json.Unmarshal(body, &o) != nil {
				continue
			}
			var names []string
			for _, p := range o.Parameters {
				names = append(names, p.Name)
			}
			d.operations[strings.ToUpper(method)+" "+path] = operation{names}
		}
	}
	return d
}

// operation finds the operation of a method and a path. An empty method is any.
func (d document) operation(method, path string) (operation, bool) {
	for known, o := range d.operations {
		knownMethod, template, _ := strings.Cut(known, " ")
		if (method == "" || method == knownMethod) && fits(template, strings.TrimSuffix(path, "/")) {
			return o, true
		}
	}
	return operation{}, false
}

// fits reports whether a path is one of a template, such as /papers/{id}/similar. A name in
// braces in the path itself stands for any value.
func fits(template, path string) bool {
	known, asked := strings.Split(template, "/"), strings.Split(path, "/")
	if len(known) != len(asked) {
		return false
	}
	for i := range known {
		if known[i] != asked[i] && !strings.HasPrefix(known[i], "{") {
			return false
		}
	}
	return true
}
