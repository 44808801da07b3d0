package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api"
)

func TestNextVisit(t *testing.T) {
	at := func(minutes int) time.Time {
		return time.Unix(1_800_000_000, 0).UTC().Add(time.Duration(minutes) * time.Minute)
	}
	for _, test := range []struct {
		name      string
		before    visit
		now       time.Time
		wantSince time.Time
	}{
		{"the first", visit{}, at(0), time.Time{}},
		{"a reload", visit{last: at(0)}, at(5), time.Time{}},
		{"the next day", visit{last: at(0)}, at(24 * 60), at(0)},
		{"a reload the next day", visit{last: at(24 * 60), since: at(0)}, at(24*60 + 5), at(0)},
		{"the day after", visit{last: at(24*60 + 5), since: at(0)}, at(48 * 60), at(24*60 + 5)},
		{"a clock that was set back", visit{last: at(60), since: at(50)}, at(0), time.Time{}},
	} {
		if got := test.before.next(test.now); got.last != test.now || got.since != test.wantSince {
			t.Errorf("%s: %v, want %v since %v", test.name, got, test.now, test.wantSince)
		}
	}
}

func TestNewSinceVisit(t *testing.T) {
	service := newService(t, collection()...) // added now, by the clock of the store
	now := time.Now().Add(-48 * time.Hour)
	e := echo.New()
	if err := Install(e, service, Options{Gate: api.Install(e, service, api.HTTPOptions{}), Now: func() time.Time { return now }}); err != nil {
		t.Fatal(err)
	}
	var cookie *http.Cookie
	visit := func() string {
		t.Helper()
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		if cookie != nil {
			request.AddCookie(cookie)
		}
		answer := httptest.NewRecorder()
		e.ServeHTTP(answer, request)
		set := answer.Result().Cookies()
		if answer.Code != http.StatusOK || len(set) != 1 || !set[0].HttpOnly || set[0].SameSite != http.SameSiteLaxMode || !strings.Contains(answer.Header().Get("Cache-Control"), "private") {
			t.Fatalf("%d with cookies %v", answer.Code, set)
		}
		cookie = set[0]
		_, text, _ := strings.Cut(answer.Body.String(), `<p class="notice"><a href="/search?added_after=`)
		text, _, _ = strings.Cut(text, "<")
		return text
	}
	if got := visit(); got != "" {
		t.Errorf("at the first visit: %q", got)
	}
	since := fmt.Sprint(now.UTC().Truncate(time.Second).Format(time.RFC3339))
	now = now.Add(72 * time.Hour)
	want := strings.NewReplacer(":", "%3A").Replace(since) + `&amp;sort=added">68 papers`
	if got := visit(); got != want {
		t.Errorf("at the second visit: %q, want %q", got, want)
	}
	now = now.Add(time.Minute)
	if got := visit(); got != want {
		t.Errorf("a minute later: %q, want %q", got, want)
	}
	now = now.Add(72 * time.Hour)
	if got := visit(); got != "" {
		t.Errorf("three days later, with nothing new: %q", got)
	}
	for _, nonsense := range []string{"", "x", "-1.-2", "99999999999999999999", "1.2.3"} {
		cookie.Value = nonsense
		visit()
	}
}
