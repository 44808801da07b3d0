package web

import (
	"encoding/json"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
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

// TestHeadTags checks what previews of links get besides the description, and the address that a
// page calls its own.
func TestHeadTags(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	const base = "http://example.com"
	for address, want := range map[string]struct{ own, canonical, description string }{
		"/search?q=rate+distortion":                                  {"/search?q=rate+distortion", "", "Search results for rate distortion: 2 papers."},
		"/search?utm_source=x&q=rate+distortion&fbclid=y&utm_term=z": {"/search?q=rate+distortion", "/search?q=rate+distortion", "Search results for rate distortion: 2 papers."},
		"/days/2022-03-09":                                           {"/days/2022-03-09", "", "Papers of Wednesday, 9 March 2022: 1 paper featured."},
		"/help?ref=elsewhere":                                        {"/help", "/help", ""},
		"/papers/arxiv:2203.03850?utm_source=x":                      {"/papers/arxiv:2203.03850", "/papers/arxiv:2203.03850", ""},
	} {
		doc := pageOf(t, h, http.StatusOK, address)
		content := func(property string) string { return doc.Find(`meta[property="`+property+`"]`).AttrOr("content", "") }
		if got := content("og:url"); got != base+want.own {
			t.Errorf("%s: og:url is %q, want %q", address, got, base+want.own)
		}
		if want.canonical != "" {
			want.canonical = base + want.canonical
		}
		if links := doc.Find(`link[rel="canonical"]`); links.AttrOr("href", "") != want.canonical || links.Length() > 1 {
			t.Errorf("%s: %d canonical addresses, the first %q", address, links.Length(), links.AttrOr("href", ""))
		}
		if got := content("og:description"); want.description != "" && got != want.description {
			t.Errorf("%s: description %q, want %q", address, got, want.description)
		}
		kind := "website"
		if strings.HasPrefix(address, "/papers/") {
			kind = "article"
		}
		if content("og:type") != kind {
			t.Errorf("%s: og:type is %q, want %q", address, content("og:type"), kind)
		}
		picture, _ := strings.CutPrefix(content("og:image"), base)
		for _, icon := range []string{picture, "/favicon.ico"} {
			answer := get(t, h, icon)
			if image, err := png.Decode(answer.Body); err != nil || answer.Header().Get("Content-Type") != "image/png" {
				t.Errorf("%s: %s is no picture: %v", address, icon, err)
			} else if size := image.Bounds().Dx(); size != image.Bounds().Dy() || size != 180 && size != 32 {
				t.Errorf("%s is %v", icon, image.Bounds())
			}
		}
	}
}

// TestManifest checks that the manifest is one that the policy of pages lets a browser load, and that its
// icons exist.
func TestManifest(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	page := get(t, h, "/")
	doc, err := goquery.NewDocumentFromReader(page.Body)
	if err != nil {
		t.Fatal(err)
	}
	if policy := page.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "manifest-src 'self'") {
		t.Errorf("policy %q", policy)
	}
	answer := get(t, h, doc.Find(`link[rel="manifest"]`).AttrOr("href", ""))
	var manifest struct {
		Name  string
		Start string `json:"start_url"`
		Icons []struct{ Src, Type string }
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &manifest); err != nil || manifest.Name != "Paperboy" || manifest.Start != "/" || len(manifest.Icons) == 0 {
		t.Fatalf("%+v, %v", manifest, err)
	}
	for _, icon := range manifest.Icons {
		if got := get(t, h, icon.Src); got.Code != http.StatusOK || got.Header().Get("Content-Type") != icon.Type {
			t.Errorf("%s: status %d, type %q", icon.Src, got.Code, got.Header().Get("Content-Type"))
		}
	}
}
