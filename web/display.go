package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/search"
	"paperboy/web/view"
)

// display is how a reader wants lists of papers shown. A cookie remembers it.
type display struct {
	compact bool
	// size is how many papers a page of results has.
	size int
}

const (
	displayCookieName = "paperboy_view"
	compactView       = "compact"
	comfortableView   = "comfortable"
)

// pageSizes are the choices of how many papers a page has.
var pageSizes = []int{10, search.DefaultLimit, 50, 100}

// readDisplay reads the cookie: "compact.50".
func readDisplay(c echo.Context) display {
	d := display{size: search.DefaultLimit}
	cookie, err := c.Cookie(displayCookieName)
	if err != nil {
		return d
	}
	name, size, _ := strings.Cut(cookie.Value, ".")
	d.compact = name == compactView
	if n, err := strconv.Atoi(size); err == nil && slices.Contains(pageSizes, n) {
		d.size = n
	}
	return d
}

func (d display) name() string {
	if d.compact {
		return compactView
	}
	return comfortableView
}

// options returns the choices that a page offers.
func (d display) options(c echo.Context) *view.Display {
	v := &view.Display{Back: c.Request().URL.RequestURI()}
	for _, name := range []string{comfortableView, compactView} {
		v.Views = append(v.Views, view.Choice{Value: name, Label: strings.ToUpper(name[:1]) + name[1:], Selected: name == d.name()})
	}
	for _, size := range pageSizes {
		v.Sizes = append(v.Sizes, view.Choice{Value: strconv.Itoa(size), Label: strconv.Itoa(size), Selected: size == d.size})
	}
	return v
}

// sized gives a search the size of page that the reader chose, unless the address has one.
func (d display) sized(p search.Params, asked url.Values) search.Params {
	if !asked.Has("limit") {
		p.Limit = d.size
	}
	return p
}

// postDisplay answers POST /view: it remembers the view or the size of pages, and returns to the
// first page of what was shown.
func (s *site) postDisplay(c echo.Context) error {
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	d := readDisplay(c)
	if name := form.Get("view"); name != "" {
		d.compact = name == compactView
	}
	back := localURL(form.Get("back"))
	if n, err := strconv.Atoi(form.Get("size")); err == nil && slices.Contains(pageSizes, n) {
		d.size = n
		back = withoutPage(back)
	}
	c.SetCookie(&http.Cookie{
		Name: displayCookieName, Value: d.name() + "." + strconv.Itoa(d.size), Path: "/", MaxAge: listCookieAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.baseURL(c), "https://"),
	})
	return c.Redirect(http.StatusSeeOther, back)
}

// withoutPage returns an address without what depends on the size of its pages.
func withoutPage(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/"
	}
	v := u.Query()
	for _, name := range []string{"limit", "offset", "cursor"} {
		v.Del(name)
	}
	u.RawQuery = v.Encode()
	return u.String()
}
