package web

import (
	"net/http"
	"slices"
	"strings"

	"paperboy/api/lists"

	"github.com/labstack/echo/v4"

	"paperboy/api"
)

// shelf is the reading lists that a browser remembers without an account: the
// keys of those it made or opened, in a cookie that scripts cannot read and other
// sites cannot send.
type shelf struct {
	// keys are those of lists, the first remembered first.
	keys []lists.Key
	// stars is the list that stars put papers into, one of keys, or "". Only what
	// the reader made or chose becomes it: else the address of a list, followed
	// once, would show its sender what the reader stars.
	stars lists.Key
}

const (
	shelfCookie = "paperboy_lists"
	// shelfSize is how many lists a browser remembers: 1.4 kB of cookie. What is
	// on the shelf is never pushed off it, since its key may be nowhere else.
	shelfSize = 50
	// shelfAge is 400 days, the longest that browsers keep a cookie, from the last
	// use on.
	shelfAge = 400 * 24 * 60 * 60
)

// starred marks the key of the list for stars in the cookie, and between keys
// stands a dot: "KEY.*KEY.KEY".
const starred = "*"

func readShelf(c echo.Context) shelf {
	var s shelf
	cookie, err := c.Cookie(shelfCookie)
	if err != nil {
		return s
	}
	for text := range strings.SplitSeq(cookie.Value, ".") {
		name, isStarred := strings.CutPrefix(text, starred)
		key := lists.Key(name)
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
func (s *shelf) add(key lists.Key) bool {
	if slices.Contains(s.keys, key) {
		return true
	}
	if len(s.keys) >= shelfSize {
		return false
	}
	s.keys = append(s.keys, key)
	return true
}

// replace puts another key in the place of one, or nothing in its place.
func (s *shelf) replace(old, key lists.Key) {
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
func (s *site) keep(c echo.Context, kept shelf) {
	texts := make([]string, len(kept.keys))
	for i, key := range kept.keys {
		if texts[i] = string(key); key == kept.stars {
			texts[i] = starred + texts[i]
		}
	}
	cookie := &http.Cookie{
		Name: shelfCookie, Value: strings.Join(texts, "."), Path: "/", MaxAge: shelfAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.base(c), "https://"),
	}
	if len(texts) == 0 {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// base is the address of this server as its readers know it.
func (s *site) base(c echo.Context) string { return api.BaseURL(c, s.options.BaseURL) }
