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
	"paperboy/api/guard"
	"paperboy/api/lists"
	"paperboy/data"
	"paperboy/web/view"
)

// canStar reports whether the reader can star papers: there is a list for stars, or one may be
// created.
func (s *site) canStar(c echo.Context, cookie listCookie) bool {
	return s.options.ListPolicy != api.ListsOff && (cookie.stars != "" && s.mayChangeLists(c) || s.mayMakeLists(c))
}

// mayChangeLists reports whether the caller may change a list if they have its key.
func (s *site) mayChangeLists(c echo.Context) bool {
	return s.options.Gate.Access.Allow(guard.Caller(c), access.ChangeList) == nil
}

// personalize sets what hits show to this reader: their stars, the links that save them, thumbnails
// and the view.
func (s *site) personalize(c echo.Context, hits []view.Hit) error {
	s.addThumbnails(hits)
	cookie := readListCookie(c)
	compact, maySave := readDisplay(c).compact, s.maySave(c, cookie)
	for i := range hits {
		hits[i].SetCompact(compact)
		if maySave {
			hits[i].SaveURL = "/save?" + url.Values{"paper": {string(hits[i].ID)}}.Encode()
		}
	}
	if !s.canStar(c, cookie) || len(hits) == 0 {
		return nil
	}
	ids := make([]data.ID, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	on, err := s.starredPapers(c.Request().Context(), cookie, ids)
	if err != nil {
		return err
	}
	for i, h := range hits {
		hits[i].Star = &view.Star{ID: h.ID, Title: h.PlainTitle, On: on[h.ID], Back: c.Request().URL.RequestURI()}
	}
	return nil
}

// starredPapers returns those of ids that are in the list for stars. A deleted list has none.
func (s *site) starredPapers(ctx context.Context, cookie listCookie, ids []data.ID) (map[data.ID]bool, error) {
	if cookie.stars == "" {
		return nil, nil
	}
	on, err := s.service.Lists.Among(ctx, cookie.stars, ids)
	if isNotFound(err) {
		return nil, nil
	}
	return on, err
}

func isNotFound(err error) bool {
	return err != nil && api.ProblemOf(err).Status == http.StatusNotFound
}

// postStar answers POST /star: it adds or removes a star. htmx gets the new button; a plain form
// is redirected to the page that it was on.
func (s *site) postStar(c echo.Context) error {
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	v := view.Star{ID: data.ID(form.Get("paper")), Title: form.Get("called"), On: form.Get("star") != "off", Back: localURL(form.Get("back"))}
	err = s.setStar(c, v.ID, v.On)
	switch {
	case c.Request().Header.Get("HX-Request") == "" && err != nil:
		return err
	case c.Request().Header.Get("HX-Request") == "":
		return c.Redirect(http.StatusSeeOther, v.Back+"#star-"+url.PathEscape(string(v.ID)))
	case err != nil:
		p := api.ProblemOf(err)
		v.On, v.Problem = !v.On, view.Sentence(p.Detail)
		return s.renderPart(c, p.Status, "star", v)
	}
	return s.renderPart(c, http.StatusOK, "star", v)
}

// setStar adds a paper to the list for stars, or removes it.
func (s *site) setStar(c echo.Context, asked data.ID, on bool) error {
	id, err := data.ParseID(string(asked))
	if err != nil {
		return err
	}
	ctx, cookie := c.Request().Context(), readListCookie(c)
	if on {
		err = s.addStarred(c, &cookie, id)
	} else if _, err = s.service.Lists.Remove(ctx, cookie.stars, []data.ID{id}); isNotFound(err) {
		err = nil
	}
	if err == nil {
		s.writeListCookie(c, cookie)
	}
	return err
}

// addStarred adds a paper to the list for stars. It creates the list if there is none.
func (s *site) addStarred(c echo.Context, cookie *listCookie, id data.ID) error {
	ctx := c.Request().Context()
	if cookie.stars != "" {
		change, err := s.service.Lists.Add(ctx, cookie.stars, lists.Addition{IDs: []data.ID{id}})
		switch {
		case err == nil && len(change.Missing) > 0:
			return fault.NoPaper(id)
		case !isNotFound(err):
			return err
		}
		cookie.replace(cookie.stars, "")
	}
	made, err := s.makeList(c, cookie, "", id)
	if err == nil {
		cookie.stars = made.EditKey
	}
	return err
}

// localURL returns s if it is an address on this server, and "/" otherwise.
func localURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.Contains(s, `\`) {
		return "/"
	}
	return u.RequestURI()
}
