package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/api"
)

// pages are the templates that define "main" and "head" within the layout.
var pages = []string{"home", "search", "facet", "grid", "receipt", "rising", "paper", "neighbourhood", "similar", "between", "lists", "list", "add", "sample", "sign-in", "help", "error"}

// parseTemplates makes one set for each page, of its own file, the layout and
// the parts that pages share.
func parseTemplates(files fs.FS, a assets) (map[string]*template.Template, error) {
	shared, err := template.New("layout").Funcs(template.FuncMap{"asset": a.url}).
		ParseFS(files, "templates/layout.html", "templates/parts/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	sets := map[string]*template.Template{}
	for _, page := range pages {
		set, err := shared.Clone()
		if err == nil {
			set, err = set.ParseFS(files, "templates/"+page+".html")
		}
		if err != nil {
			return nil, fmt.Errorf("parse templates: %w", err)
		}
		sets[page] = set
	}
	return sets, nil
}

// frame is what every page shows around its own content.
type frame struct {
	Title string
	// Class names the kind of page for the style sheet.
	Class string
	// Search is true where the form replaces results in place.
	Search bool
	// Query stands in the box.
	Query string
	// Announcement is what a screen reader says when the results change.
	Announcement string
	// Feed is the address of the search as an Atom feed, "" where there is none.
	Feed    string
	Version string
	// HasLists is true where there are reading lists.
	HasLists bool
	// MayAdd is true where papers can be added on the page.
	MayAdd bool
	// Closed is true of a page that is shown to somebody who may not see the others.
	Closed bool
	// SignOut is true where readers have signed in.
	SignOut bool
}

func (s *site) frame(class, title string) frame {
	if title == "" {
		title = "Paperboy"
	} else {
		title += " · Paperboy"
	}
	return frame{Title: title, Class: class, Version: s.options.Version, HasLists: s.options.ListPolicy != api.ListsOff, MayAdd: s.options.AddPolicy != api.AddOff, SignOut: s.options.Gate.Access.ReadsNeedKey()}
}

// link is a text, and where it leads: "" for a text alone.
type link struct{ Text, URL string }

// view is one of several ways to look at what a page shows.
type view struct {
	link
	Current bool
}

// render sends a page. Nothing is sent when the template fails.
func (s *site) render(c echo.Context, status int, name string, page any) error {
	var b bytes.Buffer
	if err := s.templates[name].ExecuteTemplate(&b, "layout", page); err != nil {
		return fmt.Errorf("render page %s: %w", name, err)
	}
	setSecurityHeaders(c.Response().Header())
	if header := c.Response().Header(); header.Get("Cache-Control") == "" { // private where reading needs a key
		header.Set("Cache-Control", "no-cache")
	}
	return c.HTMLBlob(status, b.Bytes())
}

// renderPart sends what takes the place of a part of a page.
func (s *site) renderPart(c echo.Context, status int, name string, part any) error {
	var b bytes.Buffer
	if err := s.templates["list"].ExecuteTemplate(&b, name, part); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	setSecurityHeaders(c.Response().Header())
	return c.HTMLBlob(status, b.Bytes())
}

// contentPolicy lets a page load what this server has, and nothing else.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func setSecurityHeaders(h http.Header) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}
