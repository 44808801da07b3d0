package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/web/view"
)

// savePage offers the lists that papers can be saved to.
type savePage struct {
	frame
	Heading string
	Papers  []view.Link
	IDs     []data.ID
	Lists   []saveTarget
	// MayMake is true if the reader may create a list.
	MayMake       bool
	MaxNameLength int
}

// saveTarget is a list that papers can be saved to. Saved is true if it has all of them.
type saveTarget struct {
	Key         lists.Key
	Name, Count string
	Saved       bool
}

// savedPapers says what was saved.
type savedPapers struct {
	Text, Name, URL string
}

// maySave reports whether the reader has a list to save to, or may create one.
func (s *site) maySave(c echo.Context, cookie listCookie) bool {
	return readingLists.isOn(s.options) && (len(cookie.keys) > 0 && s.mayChangeLists(c) || s.mayMakeLists(c))
}

// save answers GET /save.
func (s *site) save(c echo.Context) error {
	page := savePage{frame: s.frame("save", ""), Heading: "Save to a list", MayMake: s.mayMakeLists(c), MaxNameLength: lists.MaxName}
	if !c.QueryParams().Has("paper") {
		return s.render(c, http.StatusOK, "save", page)
	}
	ids, err := selectedPapers(c.QueryParams())
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	found, err := s.service.Library.Papers(ctx, library.IDs{IDs: ids})
	if err != nil {
		return err
	}
	if len(found.Papers) == 0 {
		return fault.NoPaper(ids[0])
	}
	page.Heading = "Save " + figures.Count(len(found.Papers), "paper") + " to a list"
	for _, p := range found.Papers {
		page.IDs = append(page.IDs, p.ID)
		page.Papers = append(page.Papers, view.Link{Text: p.Title, URL: view.PaperURL(p.ID)})
	}
	for _, key := range readListCookie(c).keys {
		l, err := s.service.Lists.List(ctx, key)
		if isNotFound(err) || err == nil && !l.MayEdit() {
			continue
		}
		if err != nil {
			return err
		}
		has, err := s.service.Lists.Among(ctx, key, page.IDs)
		if err != nil {
			return err
		}
		page.Lists = append(page.Lists, saveTarget{key, l.Name, figures.Count(l.Total, "paper"), len(has) == len(page.IDs)})
	}
	return s.render(c, http.StatusOK, "save", page)
}

// postSave answers POST /save: it adds papers to the list in the field list, or to a new one. A
// script gets a sentence; a plain form is redirected to the list.
func (s *site) postSave(c echo.Context) error {
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	ids, err := selectedPapers(form)
	if err != nil {
		return err
	}
	cookie := readListCookie(c)
	key := lists.Key(form.Get("list"))
	name := ""
	if key == "" {
		made, err := s.makeList(c, &cookie, form.Get("name"), ids...)
		if err != nil {
			return err
		}
		if key, name = made.EditKey, made.Name; cookie.stars == "" {
			cookie.stars = key
		}
	} else {
		change, err := s.service.Lists.Add(c.Request().Context(), key, lists.Addition{IDs: ids})
		if err != nil {
			return err
		}
		if len(change.Missing) == len(ids) {
			return fault.NoPaper(ids[0])
		}
		l, err := s.service.Lists.List(c.Request().Context(), key)
		if err != nil {
			return err
		}
		name = l.Name
	}
	s.writeListCookie(c, cookie)
	if c.Request().Header.Get("HX-Request") == "" {
		return c.Redirect(http.StatusSeeOther, listURL(key))
	}
	return s.renderPart(c, http.StatusOK, "saved", savedPapers{Text: figures.Count(len(ids), "paper") + " saved to", Name: name, URL: listURL(key)})
}
