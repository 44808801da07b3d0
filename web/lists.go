package web

import (
	"net/http"
	"net/url"
	"slices"

	"paperboy/api/lists"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/data"
)

// listsPage is the reading lists that this browser remembers.
type listsPage struct {
	frame
	Lists []shelved
	// Lost says how many that it remembered are there no more, "" for none.
	Lost string
	// MayMake is false where making one needs a key that this reader does not have.
	MayMake bool
}

// shelved is a list on the shelf.
type shelved struct {
	Name, URL, Count string
	Updated          *moment
	// Stars is true of the list that stars put papers into, MayEdit of one that
	// could be it.
	Stars, MayEdit bool
}

// lists answers GET /lists. What is there no more is forgotten.
func (s *site) lists(c echo.Context) error {
	page := listsPage{frame: s.frame("lists", "Reading lists"), MayMake: s.mayMakeLists(c)}
	kept := readShelf(c)
	lost := 0
	for _, key := range slices.Clone(kept.keys) {
		l, err := s.service.Lists.List(c.Request().Context(), key)
		switch {
		case isGone(err):
			kept.replace(key, "")
			lost++
			continue
		case err != nil:
			return err
		}
		page.Lists = append(page.Lists, shelved{
			Name: l.Name, URL: listURL(key), Count: counted(l.Total, "paper"), Updated: newDay(l.Updated),
			Stars: key == kept.stars, MayEdit: l.MayEdit(),
		})
	}
	if lost > 0 {
		page.Lost = counted(lost, "list")
	}
	if lost > 0 || len(kept.keys) > 0 {
		s.keep(c, kept)
	}
	return s.render(c, http.StatusOK, "lists", page)
}

// newList answers POST /lists.
func (s *site) newList(c echo.Context) error {
	form, err := s.form(c)
	if err != nil {
		return err
	}
	kept := readShelf(c)
	made, err := s.makeList(c, &kept, form.Get("name"))
	if err != nil {
		return err
	}
	if kept.stars == "" {
		kept.stars = made.EditKey
	}
	s.keep(c, kept)
	return c.Redirect(http.StatusSeeOther, listURL(made.EditKey))
}

// makeList makes a list of papers and puts it on the shelf.
func (s *site) makeList(c echo.Context, kept *shelf, name string, ids ...data.ID) (lists.List, error) {
	if !s.mayMakeLists(c) {
		return lists.List{}, refused("On this server only people with an API key can make lists. Sign in with one first.")
	}
	if len(kept.keys) >= shelfSize {
		return lists.List{}, refused("this browser remembers " + counted(shelfSize, "list") + " already: forget one first")
	}
	made, err := s.service.Lists.Create(c.Request().Context(), name, ids)
	if err == nil {
		kept.add(made.EditKey)
	}
	return made, err
}

// mayMakeLists reports whether who asks may make a list.
func (s *site) mayMakeLists(c echo.Context) bool {
	return s.options.Gate.Access.Allow(api.Caller(c), api.NeedToMakeLists(s.options.ListPolicy)) == nil
}

// refused is an error that says to a reader what cannot be done.
func refused(detail string) error {
	return fault.New(fault.Forbidden, "", "%s", detail)
}

func listURL(key lists.Key) string { return "/lists/" + url.PathEscape(string(key)) }

// maxListForm holds a note however a form escapes it.
const maxListForm = 32 << 10

// form reads a form that changes lists.
func (s *site) form(c echo.Context) (url.Values, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxListForm)
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	return r.PostForm, nil
}

// keepsLists is for what there is only where there are lists, and whose address
// may be a secret.
func (s *site) keepsLists(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Before(func() { api.KeepPrivate(c.Response().Header()) })
		if s.options.ListPolicy == api.ListsOff {
			return refused("this server keeps no reading lists")
		}
		return next(c)
	}
}
