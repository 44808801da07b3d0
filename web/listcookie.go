package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
)

// shelf is the reading lists that a browser remembers without an account: the
// keys of those it made or opened, in a cookie that scripts cannot read and other
// sites cannot send.
type listCookie struct {
	// keys are those of lists, the first remembered first.
	keys []api.ListKey
	// stars is the list that stars put papers into, one of keys, or "". Only what
	// the reader made or chose becomes it: else the address of a list, followed
	// once, would show its sender what the reader stars.
	stars api.ListKey
}

const (
	listCookieName = "paperboy_lists"
	// shelfSize is how many lists a browser remembers: 1.4 kB of cookie. What is
	// on the shelf is never pushed off it, since its key may be nowhere else.
	maxRememberedLists = 50
	// shelfAge is 400 days, the longest that browsers keep a cookie, from the last
	// use on.
	listCookieAge = 400 * 24 * 60 * 60
)

// starred marks the key of the list for stars in the cookie, and between keys
// stands a dot: "KEY.*KEY.KEY".
const starMark = "*"

func readListCookie(c echo.Context) listCookie {
	var s listCookie
	cookie, err := c.Cookie(listCookieName)
	if err != nil {
		return s
	}
	for text := range strings.SplitSeq(cookie.Value, ".") {
		name, isStarred := strings.CutPrefix(text, starMark)
		key := api.ListKey(name)
		if name == "" || strings.Trim(name, keyLetters) != "" || len(name) > 2*keyLength || !s.add(key) {
			continue
		}
		if isStarred {
			s.stars = key
		}
	}
	return s
}

// What a key consists of.
const (
	keyLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	keyLength  = 26
)

// add remembers a list, and reports whether there was room.
func (s *listCookie) add(key api.ListKey) bool {
	if slices.Contains(s.keys, key) {
		return true
	}
	if len(s.keys) >= maxRememberedLists {
		return false
	}
	s.keys = append(s.keys, key)
	return true
}

// replace puts another key in the place of one, or nothing in its place.
func (s *listCookie) replace(old, key api.ListKey) {
	if s.stars == old {
		s.stars = key
	}
	i := slices.Index(s.keys, old)
	switch {
	case i < 0:
	case key == "" || slices.Contains(s.keys, key):
		s.keys = slices.Delete(s.keys, i, i+1)
	default:
		s.keys[i] = key
	}
}

// keep sends the shelf back to the browser.
func (s *site) writeListCookie(c echo.Context, cookie listCookie) {
	texts := make([]string, len(cookie.keys))
	for i, key := range cookie.keys {
		if texts[i] = string(key); key == cookie.stars {
			texts[i] = starMark + texts[i]
		}
	}
	httpCookie := &http.Cookie{
		Name: listCookieName, Value: strings.Join(texts, "."), Path: "/", MaxAge: listCookieAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.baseURL(c), "https://"),
	}
	if len(texts) == 0 {
		httpCookie.MaxAge = -1
	}
	c.SetCookie(httpCookie)
}

// base is the address of this server as its readers know it.
func (s *site) baseURL(c echo.Context) string { return api.BaseURL(c, s.options.BaseURL) }
