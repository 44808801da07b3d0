package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"paperboy/data"
)

// The page offers the long form of an acronym, and does not apply it.
func TestExpansionsOnPage(t *testing.T) {
	var records []data.Record
	for i := range 8 {
		abstract := "Retrieval-Augmented Generation (RAG)."
		if i >= 4 {
			abstract = "Retrieval-augmented generation."
		}
		records = append(records, data.Record{Paper: data.Paper{ID: data.ID(fmt.Sprintf("csf:%d", i)), Title: fmt.Sprintf("Paper x%d", i), Abstract: abstract}})
	}
	h := newHandler(t, newService(t, records...))
	doc := pageOf(t, h, http.StatusOK, "/search?q=rag")
	also := doc.Find(".match-note").Last()
	for range 50 { // on a busy machine counting takes too long and is skipped
		if strings.HasSuffix(also.Text(), ")") {
			break
		}
		doc = pageOf(t, h, http.StatusOK, "/search?q=rag")
		also = doc.Find(".match-note").Last()
	}
	if got := also.Text(); got != "Also search: retrieval augmented generation (8)" {
		t.Fatalf("offered %q", got)
	}
	if got := doc.Find("h1").Text(); !strings.HasPrefix(got, "4 papers") {
		t.Errorf("found %q", got)
	}
	if got := pageOf(t, h, http.StatusOK, also.Find("a").AttrOr("href", "")).Find("h1").Text(); !strings.HasPrefix(got, "8 papers") {
		t.Errorf("the offer finds %q", got)
	}
}
