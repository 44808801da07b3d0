package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/data"
)

// listsPage is the reading lists that this browser remembers.
type listsPage struct {
	frame
	Lists []listSummary
	// Lost says how many that it remembered are there no more, "" for none.
	Missing string
	// MayMake is false where making one needs a key that this reader does not have.
	MayMake bool
}

// shelved is a list on the shelf.
type listSummary struct {
	Name, URL, Count string
	Updated          *moment
	// Stars is true of the list that stars put papers into, MayEdit of one that
	// could be it.
	Stars, MayEdit bool
}

// lists answers GET /lists. What is there no more is forgotten.
func (s *site) lists(c echo.Context) error {
	page := listsPage{frame: s.frame("lists", "Reading lists"), MayMake: s.mayMakeLists(c)}
	cookie := readListCookie(c)
	lost := 0
	for _, key := range slices.Clone(cookie.keys) {
		l, err := s.service.List(c.Request().Context(), key)
		switch {
		case isNotFound(err):
			cookie.replace(key, "")
			lost++
			continue
		case err != nil:
			return err
		}
		page.Lists = append(page.Lists, listSummary{
			Name: l.Name, URL: listURL(key), Count: quantity(l.Total, "paper"), Updated: newDay(l.Updated),
			Stars: key == cookie.stars, MayEdit: l.MayEdit(),
		})
	}
	if lost > 0 {
		page.Missing = quantity(lost, "list")
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

// makeList makes a list of papers and puts it on the shelf.
func (s *site) makeList(c echo.Context, cookie *listCookie, name string, ids ...data.ID) (api.List, error) {
	if !s.mayMakeLists(c) {
		return api.List{}, forbidden("On this server you need an API key to create lists. Sign in first.")
	}
	if len(cookie.keys) >= maxRememberedLists {
		return api.List{}, forbidden("This browser already remembers " + quantity(maxRememberedLists, "list") + ", which is the limit. Remove one from this browser first.")
	}
	made, err := s.service.CreateList(c.Request().Context(), name, ids)
	if err == nil {
		cookie.add(made.EditKey)
	}
	return made, err
}

// mayMakeLists reports whether who asks may make a list.
func (s *site) mayMakeLists(c echo.Context) bool {
	return s.options.Gate.Access.Allow(api.Caller(c), api.NeedToMakeLists(s.options.ListPolicy)) == nil
}

// refused is an error that says to a reader what cannot be done.
func forbidden(detail string) error {
	return fault.New(fault.Forbidden, "", "%s", detail)
}

func listURL(key api.ListKey) string { return "/lists/" + url.PathEscape(string(key)) }

// maxListForm holds a note however a form escapes it.
const maxListForm = 32 << 10

// form reads a form that changes lists.
func (s *site) readForm(c echo.Context) (url.Values, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxListForm)
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	return r.PostForm, nil
}

// keepsLists is for what there is only where there are lists, and whose address
// may be a secret.
func (s *site) requireLists(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Before(func() { api.KeepPrivate(c.Response().Header()) })
		if s.options.ListPolicy == api.ListsOff {
			return forbidden("Reading lists are turned off on this server.")
		}
		return next(c)
	}
}
