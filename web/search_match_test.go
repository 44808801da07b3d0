package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The page says how many of the words the papers have, and its link finds that many papers.
func TestMatchingOnPage(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	tests := []struct{ q, says, link, finds string }{
		{"neural parsing", "These papers have all of the words.", "Match any word", "60 papers"},
		{"parsing zyzzyva", "No paper has all of the words; these have some of them, best matches first.", "Match any word", "12 papers"},
		{"rate distortion compression", "These papers have all of the words.", "Match any word", "2 papers"},
		{"parsing 2015", "6 papers have all of the words; the others have some of them.", "Show only those", "6 papers"},
		{"rate distortion semantic", "1 paper has all of the words; the others have some of them.", "Show only that paper", "1 paper"},
		{"neural parsing experiment attention inputs zyzzyva", "These papers have some or all of the words, best matches first.", "Require all words", "0 papers"},
		{"parsing", "", "", ""},
	}
	for _, test := range tests {
		doc := pageOf(t, h, http.StatusOK, "/search?q="+url.QueryEscape(test.q))
		how := doc.Find("p.match-note").First()
		link := how.Find("a")
		says := strings.TrimSpace(strings.TrimSuffix(how.Text(), link.Text()))
		if says != test.says || link.Text() != test.link {
			t.Errorf("%s: %q [%s], want %q [%s]", test.q, says, link.Text(), test.says, test.link)
			continue
		}
		if test.link == "" {
			continue
		}
		if got := pageOf(t, h, http.StatusOK, link.AttrOr("href", "")).Find("h1").Text(); !strings.HasPrefix(got, test.finds) {
			t.Errorf("%s: the link finds %q, want %q", test.q, got, test.finds)
		}
	}
}
