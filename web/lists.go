package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/guard"
	"paperboy/api/lists"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/web/view"
)

// listsPage is the reading lists that this browser remembers.
type listsPage struct {
	frame
	Lists []listSummary
	// Missing says how many remembered lists no longer exist; empty for none.
	Missing string
	// MayMake is true if the reader may create lists.
	MayMake bool
}

// listSummary is a remembered list.
type listSummary struct {
	Name, URL, Count string
	Updated          *view.Moment
	// Stars is true for the list that starred papers go to. MayEdit is true for a list that could
	// be it.
	Stars, MayEdit bool
}

// lists answers GET /lists. It forgets lists that no longer exist.
func (s *site) lists(c echo.Context) error {
	page := listsPage{frame: s.frame("lists", ""), MayMake: s.mayMakeLists(c)}
	cookie := readListCookie(c)
	lost := 0
	for _, key := range slices.Clone(cookie.keys) {
		l, err := s.service.Lists.List(c.Request().Context(), key)
		switch {
		case isNotFound(err):
			cookie.replace(key, "")
			lost++
			continue
		case err != nil:
			return err
		}
		page.Lists = append(page.Lists, listSummary{
			Name: l.Name, URL: listURL(key), Count: figures.Count(l.Total, "paper"), Updated: view.NewDay(l.Updated),
			Stars: key == cookie.stars, MayEdit: l.MayEdit(),
		})
	}
	if lost > 0 {
		page.Missing = figures.Count(lost, "list")
	}
	if lost > 0 || len(cookie.keys) > 0 {
		s.writeListCookie(c, cookie)
	}
	return s.render(c, http.StatusOK, "lists", page)
}

// newList answers POST /lists.
func (s *site) newList(c echo.Context) error {
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	cookie := readListCookie(c)
	made, err := s.makeList(c, &cookie, form.Get("name"))
	if err != nil {
		return err
	}
	if cookie.stars == "" {
		cookie.stars = made.EditKey
	}
	s.writeListCookie(c, cookie)
	return c.Redirect(http.StatusSeeOther, listURL(made.EditKey))
}

// makeList creates a list of papers and adds it to the cookie.
func (s *site) makeList(c echo.Context, cookie *listCookie, name string, ids ...data.ID) (lists.List, error) {
	if !s.mayMakeLists(c) {
		return lists.List{}, forbidden("On this server you need an API key to create lists. Sign in first.")
	}
	if len(cookie.keys) >= maxRememberedLists {
		return lists.List{}, forbidden("This browser already remembers " + figures.Count(maxRememberedLists, "list") + ", which is the limit. Remove one from this browser first.")
	}
	made, err := s.service.Lists.Create(c.Request().Context(), lists.NewList{Name: name, IDs: ids})
	if err == nil {
		cookie.add(made.EditKey)
	}
	return made, err
}

// mayMakeLists reports whether the caller may create a list.
func (s *site) mayMakeLists(c echo.Context) bool {
	return s.options.Gate.Access.Allow(guard.Caller(c), api.NeedToMakeLists(s.options.ListPolicy)) == nil
}

// forbidden returns an error with a message for the reader.
func forbidden(detail string) error {
	return fault.New(fault.Forbidden, "", "%s", detail)
}

func listURL(key lists.Key) string { return "/lists/" + url.PathEscape(string(key)) }

// maxListForm is enough for the longest note, however a form escapes it.
const maxListForm = 32 << 10

// readForm reads a form, up to maxListForm bytes.
func (s *site) readForm(c echo.Context) (url.Values, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxListForm)
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	return r.PostForm, nil
}
