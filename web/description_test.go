package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestDescriptions checks what search engines and previews of links get.
func TestDescriptions(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	for address, want := range map[string]string{
		"/":                           "Search research papers",
		"/papers/arxiv:2203.03850":    "Daya Guo, Shuai Lu, Nan Duan and others: Pre-trained models",
		"/papers/pb:00000000000000ac": "Ada Lovelace",
	} {
		doc := pageOf(t, h, http.StatusOK, address)
		for _, selector := range []string{`meta[name="description"]`, `meta[property="og:description"]`} {
			if got := doc.Find(selector).AttrOr("content", ""); !strings.HasPrefix(got, want) || len([]rune(got)) > maxDescription {
				t.Errorf("%s: %s is %q, want %q", address, selector, got, want)
			}
		}
	}
}
