package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/lists"
	"paperboy/data"
)

// reader is a browser with cookies and forms.
type reader struct {
	*testing.T
	handler http.Handler
	service *api.Service
	cookie  *http.Cookie
}

func newReader(t *testing.T, o Options) *reader {
	t.Helper()
	service := newService(t, collection()...)
	e := echo.New()
	o.Gate = api.Install(e, service, api.HTTPOptions{ListPolicy: o.ListPolicy})
	if err := Install(e, service, o); err != nil {
		t.Fatal(err)
	}
	return &reader{T: t, handler: e, service: service}
}

func (r *reader) do(request *http.Request) *httptest.ResponseRecorder {
	r.Helper()
	if r.cookie != nil {
		request.AddCookie(r.cookie)
	}
	answer := httptest.NewRecorder()
	r.handler.ServeHTTP(answer, request)
	for _, cookie := range answer.Result().Cookies() {
		if cookie.Name == visitCookieName {
			continue
		}
		r.cookie = cookie
		if cookie.MaxAge < 0 {
			r.cookie = nil
		}
	}
	return answer
}

func (r *reader) page(address string) *goquery.Document {
	r.Helper()
	answer := r.do(httptest.NewRequest(http.MethodGet, address, nil))
	if answer.Code != http.StatusOK {
		r.Fatalf("GET %s: %d\n%s", address, answer.Code, answer.Body)
	}
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		r.Fatal(err)
	}
	return doc
}

// post sends a form. form is names and values in turn.
func (r *reader) post(address string, form ...string) *httptest.ResponseRecorder {
	r.Helper()
	v := url.Values{}
	for i := 0; i < len(form); i += 2 {
		v.Set(form[i], form[i+1])
	}
	request := httptest.NewRequest(http.MethodPost, address, strings.NewReader(v.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return r.do(request)
}

// goesTo checks that a form redirects to an address.
func (r *reader) goesTo(answer *httptest.ResponseRecorder, address string) {
	r.Helper()
	if got := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || got != address {
		r.Fatalf("%d to %q, want to %q\n%s", answer.Code, got, address, answer.Body)
	}
}

// submit sends a form as it is on a page.
func (r *reader) submit(form *goquery.Selection, more ...string) *httptest.ResponseRecorder {
	r.Helper()
	if form.Length() != 1 || form.AttrOr("method", "") != "post" {
		html, _ := form.Html()
		r.Fatalf("%d forms: %s", form.Length(), html)
	}
	fields := more
	form.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		fields = append(fields, s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	return r.post(form.AttrOr("action", ""), fields...)
}

func (r *reader) makeList(name string, ids ...data.ID) lists.List {
	r.Helper()
	l, err := r.service.Lists.Create(r.Context(), lists.NewList{Name: name, IDs: ids})
	if err != nil {
		r.Fatal(err)
	}
	return l
}

func (r *reader) total(key lists.Key) int {
	r.Helper()
	l, err := r.service.Lists.List(r.Context(), key)
	if err != nil {
		r.Fatal(err)
	}
	return l.Total
}
