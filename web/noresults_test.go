package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestNoResultsNameWhatIsMissing checks that the page says which parts of a query no paper has, and
// offers a way on whatever was searched.
func TestNoResultsNameWhatIsMissing(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	tests := []struct {
		name, address string
		notices, ways []string
	}{
		{"two parts must go", "/search?q=neural+parsing+%22quantum+teapot%22+author:leskovec&from=2015", []string{`No paper here has the phrase “quantum teapot” or matches author:leskovec.`}, []string{`Without "quantum teapot", author:leskovec 12 papers`, "Browse all papers"}},
		{"one word of three", "/search?q=neural+parsing+zyzzyva", []string{`No paper here has the word “zyzzyva”.`}, nil},
		{"all words", "/search?q=zyzzyva+qwertzuiop", []string{`No paper here has the word “zyzzyva” or “qwertzuiop”.`}, []string{"Match any of the words", "Browse all papers"}},
		{"all words, any of which matches", "/search?q=zyzzyva+qwertzuiop&match=any", []string{`No paper here has the word “zyzzyva” or “qwertzuiop”.`}, []string{"Browse all papers"}},
		{"a word and a filter", "/search?q=zyzzyva&from=2100", []string{`No paper here has the word “zyzzyva”.`}, []string{"Search without filters", "Browse all papers"}},
		{"a phrase", "/search?q=%22quantum+teapot%22", []string{`No paper here has the phrase “quantum teapot”.`}, []string{"Search without quotation marks", "Browse all papers"}},
		{"a filter alone", "/search?from=2100", nil, []string{"Browse all papers"}},
		{"while it is typed", "/search?q=neural+zyzzyva&from=2100&typing=true", nil, []string{"Match any of the words", "Search without filters", "Browse all papers"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := pageOf(t, h, http.StatusOK, test.address)
			if diff := cmp.Diff(test.notices, texts(doc.Find(".notice")), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("notices (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.ways, texts(doc.Find(".nothing a")), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("ways on (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFollowedSearchGreets(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	follow := pageOf(t, h, http.StatusOK, "/search?q=neural+parsing&author_count=1").Find(`.save-search a[href*="added_after"]`).AttrOr("href", "")
	doc := pageOf(t, h, http.StatusOK, follow)
	said := strings.Join(texts(doc.Find(".nothing h2, .nothing > p")), " ")
	if !strings.HasPrefix(said, "Nothing new yet Nothing was added since ") || !strings.Contains(said, "This page will show new papers for “neural parsing” as they come in") {
		t.Errorf("a search that was just followed says %q", said)
	}
	if strings.Contains(doc.Find("main").Text(), "spelling") {
		t.Error("it talks of spelling")
	}
	if got := texts(doc.Find(".nothing a")); !slices.Equal(got, []string{"Added at any time 2 papers"}) {
		t.Errorf("it leads to %q", got)
	}
}
