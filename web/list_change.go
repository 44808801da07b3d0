package web

import (
	"context"
	"net/http"
	"net/url"

	"paperboy/api/lists"

	"github.com/labstack/echo/v4"

	"paperboy/data"
)

// listForm is one change that a form of a list's page asks for.
type listForm struct {
	key  lists.Key
	form url.Values
	kept shelf
}

// changeList answers the forms of a list's page. change returns where to go when
// it is done.
func (s *site) changeList(change func(*site, context.Context, *listForm) (to string, err error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		form, err := s.form(c)
		if err != nil {
			return err
		}
		f := &listForm{listKey(c), form, readShelf(c)}
		to, err := change(s, c.Request().Context(), f)
		if err != nil {
			return err
		}
		s.keep(c, f.kept)
		return c.Redirect(http.StatusSeeOther, to)
	}
}

// ids is the paper that a form is about.
func (f *listForm) ids() ([]data.ID, error) {
	id, err := data.ParseID(f.form.Get("paper"))
	return []data.ID{id}, err
}

// back is the page of the list on which the form stood.
func (f *listForm) back() string {
	if to := wayBack(f.form.Get("back")); to != "/" {
		return to
	}
	return listURL(f.key)
}

func (s *site) renameList(ctx context.Context, f *listForm) (string, error) {
	_, err := s.service.Lists.Rename(ctx, f.key, f.form.Get("name"))
	return listURL(f.key), err
}

func (s *site) removeListed(ctx context.Context, f *listForm) (string, error) {
	ids, err := f.ids()
	if err == nil {
		_, err = s.service.Lists.Remove(ctx, f.key, ids)
	}
	return f.back(), err
}

// noteListed sets a note. A paper that was taken out meanwhile is put back.
func (s *site) noteListed(ctx context.Context, f *listForm) (string, error) {
	ids, err := f.ids()
	if err == nil {
		note := f.form.Get("note")
		_, err = s.service.Lists.Add(ctx, f.key, ids, &note)
	}
	return f.back() + "#listed-" + url.PathEscape(f.form.Get("paper")), err
}

func (s *site) renewListKey(ctx context.Context, f *listForm) (string, error) {
	editing := f.form.Get("which") == "edit"
	renewed, err := s.service.Lists.RenewKey(ctx, f.key, editing)
	if err != nil {
		return "", err
	}
	if editing {
		f.kept.replace(f.key, renewed.EditKey)
	}
	return listURL(renewed.EditKey), nil
}

// starsGoHere makes a list the one that stars put papers into.
func (s *site) starsGoHere(ctx context.Context, f *listForm) (string, error) {
	l, err := s.service.Lists.List(ctx, f.key)
	switch {
	case err != nil:
		return "", err
	case !l.MayEdit():
		return "", refused("this address lets its holder read the list, not change it")
	case !f.kept.add(f.key):
		return "", refused("this browser remembers " + counted(shelfSize, "list") + " already: forget one first")
	}
	f.kept.stars = f.key
	return f.back(), nil
}

// forgetList takes a list off the shelf. It stays, for those who have its address.
func (s *site) forgetList(_ context.Context, f *listForm) (string, error) {
	f.kept.replace(f.key, "")
	return "/lists", nil
}

func (s *site) deleteList(ctx context.Context, f *listForm) (string, error) {
	_, err := s.service.Lists.Delete(ctx, f.key)
	f.kept.replace(f.key, "")
	return "/lists", err
}
