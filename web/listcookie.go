package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/guard"
	"paperboy/api/lists"
)

// listCookie is the reading lists that a browser remembers without an account: the keys of those
// it created or opened. Scripts can't read the cookie, and other sites can't send it.
type listCookie struct {
	// keys are in the order in which they were added.
	keys []lists.Key
	// stars is the key of the list that starred papers go to, or empty. Only a list that the
	// reader created or chose becomes it: otherwise whoever sent a link to a list would see what
	// its readers star.
	stars lists.Key
}

const (
	listCookieName = "paperboy_lists"
	// maxRememberedLists keeps the cookie below 1.4 kB. A full cookie refuses new lists and never
	// drops one, because its key may be stored nowhere else.
	maxRememberedLists = 50
	// cookieAge is 400 days from the last use, the longest that browsers keep a cookie.
	cookieAge = 400 * 24 * 60 * 60
)

// starMark precedes the key of the list for stars. Keys are separated by dots: "KEY.*KEY.KEY".
const starMark = "*"

func readListCookie(c echo.Context) listCookie {
	var s listCookie
	cookie, err := c.Cookie(listCookieName)
	if err != nil {
		return s
	}
	for text := range strings.SplitSeq(cookie.Value, ".") {
		name, isStarred := strings.CutPrefix(text, starMark)
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

// The letters of a key, and their number.
const (
	keyLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	keyLength  = 26
)

// add adds a list, and reports whether there was room for it.
func (s *listCookie) add(key lists.Key) bool {
	if slices.Contains(s.keys, key) {
		return true
	}
	if len(s.keys) >= maxRememberedLists {
		return false
	}
	s.keys = append(s.keys, key)
	return true
}

// replace replaces a key, or removes it if the new key is empty.
func (s *listCookie) replace(old, key lists.Key) {
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

// writeListCookie sends the cookie to the browser.
func (s *site) writeListCookie(c echo.Context, cookie listCookie) {
	texts := make([]string, len(cookie.keys))
	for i, key := range cookie.keys {
		if texts[i] = string(key); key == cookie.stars {
			texts[i] = starMark + texts[i]
		}
	}
	s.setCookie(c, listCookieName, strings.Join(texts, "."))
}

// setCookie lets a browser remember value, for cookieAge; an empty value lets it forget the cookie.
func (s *site) setCookie(c echo.Context, name, value string) {
	cookie := &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: cookieAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.baseURL(c), "https://"),
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// baseURL returns the address of this server as readers know it.
func (s *site) baseURL(c echo.Context) string { return guard.BaseURL(c, s.options.BaseURL) }
