package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// The visit cookie remembers when a reader last saw the front page, to count the papers that are new
// since then. It has two times in seconds since 1970, "LAST.SINCE": when the page was last shown, and
// the end of the visit before, since which papers are new. Views within a visit do not move SINCE, so
// that reloading the page does not hide what is new. The server keeps nothing of it.
const (
	visitCookieName = "paperboy_visit"
	// visitGap ends a visit.
	visitGap = 30 * time.Minute
	// visitCookieAge is 400 days, the longest that browsers keep a cookie.
	visitCookieAge = 400 * 24 * 60 * 60
)

// visit is what the visit cookie remembers. Zero times are unknown.
type visit struct{ last, since time.Time }

// next returns the visit after the page is shown at a time.
func (v visit) next(now time.Time) visit {
	switch {
	case v.last.IsZero() || v.last.After(now):
		return visit{last: now}
	case now.Sub(v.last) >= visitGap:
		return visit{last: now, since: v.last}
	}
	return visit{last: now, since: v.since}
}

func readVisit(c echo.Context) visit {
	cookie, err := c.Cookie(visitCookieName)
	if err != nil {
		return visit{}
	}
	last, since, _ := strings.Cut(cookie.Value, ".")
	return visit{unixTime(last), unixTime(since)}
}

// unixTime returns the time of a number of seconds since 1970, or the zero time if s is none.
func unixTime(s string) time.Time {
	seconds, err := strconv.ParseInt(s, 10, 64)
	if err != nil || seconds <= 0 || seconds > maxUnixTime {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// maxUnixTime is the end of the year 2199, the last that a date may have.
const maxUnixTime = 7_258_118_399

// writeVisit sends the cookie to the browser.
func (s *site) writeVisit(c echo.Context, v visit) {
	value := strconv.FormatInt(v.last.Unix(), 10)
	if !v.since.IsZero() {
		value += "." + strconv.FormatInt(v.since.Unix(), 10)
	}
	c.SetCookie(&http.Cookie{
		Name: visitCookieName, Value: value, Path: "/", MaxAge: visitCookieAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.baseURL(c), "https://"),
	})
}
