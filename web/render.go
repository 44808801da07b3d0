package web

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/web/view"
)

// parseTemplates returns a set of templates for each page, by the name of the page's template:
// its own file, which defines "main" and "head", the layout, and the parts that pages share.
func parseTemplates(files fs.FS, pages []pageRow, a assets) (map[string]*template.Template, error) {
	shared, err := template.New("layout").Funcs(template.FuncMap{"asset": a.url, "formats": func() []exportFormat { return exportFormats }, "citations": func() []citationStyle { return citationStyles }}).
		ParseFS(files, "templates/layout.html", "templates/parts/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	sets := map[string]*template.Template{}
	for _, p := range pages {
		if sets[p.template] != nil {
			continue
		}
		set, err := shared.Clone()
		if err == nil {
			set, err = set.ParseFS(files, "templates/"+p.template+".html")
		}
		if err != nil {
			return nil, fmt.Errorf("parse templates: %w", err)
		}
		sets[p.template] = set
	}
	return sets, nil
}

// frame is what every page shows around its own content.
type frame struct {
	Title string
	// Description is for search engines and previews of links; empty means that of the site.
	Description string
	// Class is the class of the body, for the style sheet.
	Class string
	// Search is true on a page whose results the search form replaces in place.
	Search bool
	// SearchPath is the address that the search form sends to. SearchLabel names the search box,
	// and SearchHint says what to enter.
	SearchPath, SearchLabel, SearchHint string
	// Query is the text of the search box.
	Query string
	// Announcement is what a screen reader says when the results change.
	Announcement string
	// Feeds are the feeds of what the page shows.
	Feeds            []view.FeedLink
	Version          string
	Masthead, Footer []view.OtherView
	// OpenGraph is the type of what the page shows (og:type); empty for a page of a site.
	OpenGraph string
	// Closed is true on a page for somebody who may not see the other pages.
	Closed bool
	// SignOut is true if readers have to sign in, and so can sign out.
	SignOut bool
}

// frame returns the frame of the page with this template. An empty title means the title of its
// row in the table of pages.
func (s *site) frame(template, title string) frame {
	row := s.pages[slices.IndexFunc(s.pages, func(p pageRow) bool { return p.template == template })]
	title = cmp.Or(title, row.title)
	if title == "" {
		title = "Paperboy"
	} else {
		title += " · Paperboy"
	}
	return frame{
		Title: title, Class: row.class, Version: s.options.Version,
		SearchPath: "/search", SearchLabel: "Search papers", SearchHint: `Words, "a phrase", author:name`,
		Masthead: s.navigation(template, func(p pageRow) string { return p.masthead }),
		Footer:   s.navigation(template, func(p pageRow) string { return p.footer }),
		SignOut:  s.options.Gate.Access.ReadsNeedKey(),
	}
}

// rendering is what the layout is executed with: a page, and what it is shown with for this request.
type rendering struct {
	// Page is the page's struct, which has a frame.
	Page any
	// Theme is the colour scheme that the reader chose.
	Theme theme
	// Address is the page's own, with the server's and without what does not change the page.
	Address string
	// Canonical is Address if the page was asked for at another. It is empty for papers, whose
	// template always has it.
	Canonical string
	// Base is the address of the server.
	Base string
	// Back is the address that the choice of a theme returns to.
	Back string
}

func (s *site) newRendering(c echo.Context, page any) rendering {
	d := rendering{Page: page, Theme: readTheme(c), Base: s.baseURL(c), Back: "/"}
	own := ownAddress(*c.Request().URL)
	d.Address = d.Base + own
	if own != c.Request().URL.RequestURI() && !strings.HasPrefix(own, "/papers/") {
		d.Canonical = d.Address
	}
	if r := c.Request(); r.Method == http.MethodGet {
		d.Back = r.URL.RequestURI()
	}
	return d
}

// render sends a page. If the template fails, it sends nothing and returns the error.
func (s *site) render(c echo.Context, status int, name string, page any) error {
	var b bytes.Buffer
	if err := s.templates[name].ExecuteTemplate(&b, "layout", s.newRendering(c, page)); err != nil {
		return fmt.Errorf("render page %s: %w", name, err)
	}
	setSecurityHeaders(c.Response().Header())
	if header := c.Response().Header(); header.Get("Cache-Control") == "" { // already set to private if reading needs a key
		header.Set("Cache-Control", "no-cache")
	}
	return c.HTMLBlob(status, b.Bytes())
}

// renderPart sends the replacement for a part of a page.
func (s *site) renderPart(c echo.Context, status int, name string, part any) error {
	var b bytes.Buffer
	if err := s.templates["list"].ExecuteTemplate(&b, name, part); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	setSecurityHeaders(c.Response().Header())
	return c.HTMLBlob(status, b.Bytes())
}

// contentPolicy lets a page load only what this server sends.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func setSecurityHeaders(h http.Header) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}
