package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"paperboy/api/lists"
	"paperboy/data"
	"paperboy/data/figures"
)

// listForm is a submitted form of a list's page.
type listForm struct {
	key    lists.Key
	form   url.Values
	cookie listCookie
}

// changeList returns the handler of a form on a list's page. change makes the change and returns
// the address to go to.
func changeList(change func(*site, context.Context, *listForm) (to string, err error)) func(*site, echo.Context) error {
	return func(s *site, c echo.Context) error {
		values, err := s.readForm(c)
		if err != nil {
			return err
		}
		f := &listForm{listKey(c), values, readListCookie(c)}
		to, err := change(s, c.Request().Context(), f)
		if err != nil {
			return err
		}
		s.writeListCookie(c, f.cookie)
		return c.Redirect(http.StatusSeeOther, to)
	}
}

// paperIDs returns the paper that the form is about.
func (f *listForm) paperIDs() ([]data.ID, error) {
	id, err := data.ParseID(f.form.Get("paper"))
	return []data.ID{id}, err
}

// returnURL returns the page that the form was on.
func (f *listForm) returnURL() string {
	if to := localURL(f.form.Get("back")); to != "/" {
		return to
	}
	return listURL(f.key)
}

func (s *site) renameList(ctx context.Context, f *listForm) (string, error) {
	_, err := s.service.Lists.Rename(ctx, f.key, lists.Renaming{Name: f.form.Get("name")})
	return listURL(f.key), err
}

func (s *site) removeFromList(ctx context.Context, f *listForm) (string, error) {
	ids, err := f.paperIDs()
	if err == nil {
		_, err = s.service.Lists.Remove(ctx, f.key, ids)
	}
	return f.returnURL(), err
}

// setNote sets a note. It adds the paper again if it was removed in the meantime.
func (s *site) setNote(ctx context.Context, f *listForm) (string, error) {
	ids, err := f.paperIDs()
	if err == nil {
		note := f.form.Get("note")
		_, err = s.service.Lists.Add(ctx, f.key, lists.Addition{IDs: ids, Note: &note})
	}
	return f.returnURL() + "#listed-" + url.PathEscape(f.form.Get("paper")), err
}

func (s *site) renewListKey(ctx context.Context, f *listForm) (string, error) {
	r := lists.Renewal{Key: lists.ReadKey}
	if f.form.Get("which") == string(lists.EditKey) {
		r.Key = lists.EditKey
	}
	renewed, err := s.service.Lists.RenewKey(ctx, f.key, r)
	if err != nil {
		return "", err
	}
	if r.Key == lists.EditKey {
		f.cookie.replace(f.key, renewed.EditKey)
	}
	return listURL(renewed.EditKey), nil
}

// useForStars makes a list the one that starred papers go to.
func (s *site) useForStars(ctx context.Context, f *listForm) (string, error) {
	l, err := s.service.Lists.List(ctx, f.key)
	switch {
	case err != nil:
		return "", err
	case !l.MayEdit():
		return "", forbidden("This link only lets you read the list. To change the list, open its link for editing.")
	case !f.cookie.add(f.key):
		return "", forbidden("This browser already remembers " + figures.Count(maxRememberedLists, "list") + ", which is the limit. Remove one from this browser first.")
	}
	f.cookie.stars = f.key
	return f.returnURL(), nil
}

// forgetList removes a list from the cookie. The list itself is kept.
func (s *site) forgetList(_ context.Context, f *listForm) (string, error) {
	f.cookie.replace(f.key, "")
	return "/lists", nil
}

func (s *site) deleteList(ctx context.Context, f *listForm) (string, error) {
	_, err := s.service.Lists.Delete(ctx, f.key)
	f.cookie.replace(f.key, "")
	return "/lists", err
}
