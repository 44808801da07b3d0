package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

func TestDidYouMean(t *testing.T) {
	handler := newHandler(t, newService(t, library()...))
	tests := []struct{ name, address, want string }{
		{"nothing found", "/search?q=distorsion", "distortion"},
		{"some found", "/search?q=undatd+notes", "undated notes"},
		{"joined", "/search?q=ratedistortion", "rate distortion"},
		{"filters stay", "/search?q=atention&date=2017", "attention"},
		{"markup", "/search?q=" + url.QueryEscape(`<b>distorsion</b>"><img src=x>`), `<b>distortion</b>"><img src=x>`},
		{"known", "/search?q=distortion", ""},
		{"nothing near", "/search?q=zzzzzzzz", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := get(t, handler, test.address)
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(answer.Body.String()))
			if err != nil || answer.Code != http.StatusOK {
				t.Fatalf("status %d, %v", answer.Code, err)
			}
			link := doc.Find(".notice a")
			if link.Text() != test.want {
				t.Fatalf("did you mean %q, want %q", link.Text(), test.want)
			}
			if doc.Find("img, .notice b, #announce b").Length() > 0 {
				t.Error("the query's markup is in the page")
			}
			announced := doc.Find("[role=status]").Text()
			if said := strings.Contains(announced, "Did you mean "+test.want+"?"); said != (test.want != "") {
				t.Errorf("announced %q", announced)
			}
			if test.want == "" {
				return
			}
			href, _ := link.Attr("href")
			to, err := url.Parse(href)
			if err != nil {
				t.Fatal(err)
			}
			wanted, err := url.Parse(test.address)
			if err != nil {
				t.Fatal(err)
			}
			values := wanted.Query()
			values.Set("q", test.want)
			if got := to.Query().Encode(); got != values.Encode() {
				t.Errorf("leads to %s, want %s", got, values.Encode())
			}
			if found := get(t, handler, href).Body.String(); strings.Contains(found, "No paper matches") {
				t.Errorf("%s finds nothing", href)
			}
		})
	}
}
