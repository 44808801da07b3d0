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

// views returns the choice of the view, for a page with a fixed number of papers.
func (d display) views(c echo.Context) *view.Display {
	v := &view.Display{Back: c.Request().URL.RequestURI()}
	for _, name := range []string{comfortableView, compactView} {
		v.Views = append(v.Views, view.Choice{Value: name, Label: strings.ToUpper(name[:1]) + name[1:], Selected: name == d.name()})
	}
	return v
}

// options returns the choices of a page of results.
func (d display) options(c echo.Context) *view.Display {
	v := d.views(c)
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
	s.setCookie(c, displayCookieName, d.name()+"."+strconv.Itoa(d.size))
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

// theme is the colour scheme that a reader chose: light, dark, or empty for that of the system. A
// cookie remembers it, so that the server can write it into the page: a script would be too late
// for the first picture.
type theme string

const (
	themeCookieName = "paperboy_theme"

	lightTheme theme = "light"
	darkTheme  theme = "dark"
)

// parseTheme takes every text that is no theme for that of the system.
func parseTheme(text string) theme {
	if t := theme(text); t == lightTheme || t == darkTheme {
		return t
	}
	return ""
}

// readTheme reads the cookie: "dark".
func readTheme(c echo.Context) theme {
	cookie, err := c.Cookie(themeCookieName)
	if err != nil {
		return ""
	}
	return parseTheme(cookie.Value)
}

// Media returns the media query of what is meant for a scheme only: "light" or "dark".
func (t theme) Media(scheme theme) string {
	switch t {
	case "":
		return "(prefers-color-scheme: " + string(scheme) + ")"
	case scheme:
		return "all"
	}
	return "not all"
}

// Choices returns the themes that a page offers.
func (t theme) Choices() []view.Choice {
	choices := []view.Choice{{Value: "system", Label: "System"}, {Value: string(lightTheme), Label: "Light"}, {Value: string(darkTheme), Label: "Dark"}}
	for i := range choices {
		choices[i].Selected = parseTheme(choices[i].Value) == t
	}
	return choices
}

// postTheme answers POST /theme: it remembers the theme, and returns to the page.
func (s *site) postTheme(c echo.Context) error {
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	s.setCookie(c, themeCookieName, string(parseTheme(form.Get("theme"))))
	return c.Redirect(http.StatusSeeOther, localURL(form.Get("back")))
}
