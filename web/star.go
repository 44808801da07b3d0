package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data"
)

// star is the button that puts a paper into the reader's list, or takes it out.
type star struct {
	ID    data.ID
	Title string
	On    bool
	// Back is the address that the form leads back to without JavaScript.
	Back string
	// Problem says why nothing was done.
	Problem string
}

// showsStars reports whether a star can be put: there is a list for it, or one
// may be made.
func (s *site) showsStars(c echo.Context, kept shelf) bool {
	return s.options.ListPolicy != api.ListsOff && (kept.stars != "" && s.mayChangeLists(c) || s.mayMakeLists(c))
}

// mayChangeLists reports whether who asks may change a list whose key he has.
func (s *site) mayChangeLists(c echo.Context) bool {
	return s.options.Gate.Access.Allow(api.Caller(c), access.ChangeList) == nil
}

// addStars gives hits their stars.
func (s *site) addStars(c echo.Context, hits []hit) error {
	kept := readShelf(c)
	if !s.showsStars(c, kept) || len(hits) == 0 {
		return nil
	}
	ids := make([]data.ID, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	on, err := s.starred(c.Request().Context(), kept, ids)
	if err != nil {
		return err
	}
	for i, h := range hits {
		hits[i].Star = &star{ID: h.ID, Title: h.PlainTitle, On: on[h.ID], Back: c.Request().URL.RequestURI()}
	}
	return nil
}

// starred returns those of ids that are in the list for stars. A list that is
// there no more has none.
func (s *site) starred(ctx context.Context, kept shelf, ids []data.ID) (map[data.ID]bool, error) {
	if kept.stars == "" {
		return nil, nil
	}
	on, err := s.service.Lists.Among(ctx, kept.stars, ids)
	if isGone(err) {
		return nil, nil
	}
	return on, err
}

func isGone(err error) bool { return err != nil && api.ProblemOf(err).Status == http.StatusNotFound }

// putStar answers POST /star: it puts a star, or takes it away. htmx gets the
// button as it then is, a form is led back to the page that it stands on.
func (s *site) putStar(c echo.Context) error {
	form, err := s.form(c)
	if err != nil {
		return err
	}
	v := star{ID: data.ID(form.Get("paper")), Title: form.Get("called"), On: form.Get("star") != "off", Back: wayBack(form.Get("back"))}
	err = s.setStar(c, v.ID, v.On)
	switch {
	case c.Request().Header.Get("HX-Request") == "" && err != nil:
		return err
	case c.Request().Header.Get("HX-Request") == "":
		return c.Redirect(http.StatusSeeOther, v.Back+"#star-"+url.PathEscape(string(v.ID)))
	case err != nil:
		p := api.ProblemOf(err)
		v.On, v.Problem = !v.On, p.Detail
		return s.renderPart(c, p.Status, "star", v)
	}
	return s.renderPart(c, http.StatusOK, "star", v)
}

// setStar puts a paper into the list for stars, or takes it out.
func (s *site) setStar(c echo.Context, asked data.ID, on bool) error {
	id, err := data.ParseID(string(asked))
	if err != nil {
		return err
	}
	ctx, kept := c.Request().Context(), readShelf(c)
	if on {
		err = s.putInto(c, &kept, id)
	} else if _, err = s.service.Lists.Remove(ctx, kept.stars, []data.ID{id}); isGone(err) {
		err = nil
	}
	if err == nil {
		s.keep(c, kept)
	}
	return err
}

// putInto puts a paper into the list for stars. Where there is none, or no more,
// one is made.
func (s *site) putInto(c echo.Context, kept *shelf, id data.ID) error {
	ctx := c.Request().Context()
	if kept.stars != "" {
		change, err := s.service.Lists.Add(ctx, kept.stars, []data.ID{id}, nil)
		switch {
		case err == nil && len(change.Missing) > 0:
			return fault.NoPaper(id)
		case !isGone(err):
			return err
		}
		kept.replace(kept.stars, "")
	}
	made, err := s.makeList(c, kept, "", id)
	if err == nil {
		kept.stars = made.EditKey
	}
	return err
}

// wayBack is an address on this server as a form names it, "/" for any other.
func wayBack(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.Contains(s, `\`) {
		return "/"
	}
	return u.RequestURI()
}
