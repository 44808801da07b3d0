package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"paperboy/api/export"
	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/figures"
)

// selection answers GET /selection, which the form of selected papers sends to: it redirects to a
// file with the papers, to similar papers, or to the page that saves them to a list.
func (s *site) selection(c echo.Context) error {
	ids, err := selectedPapers(c.QueryParams())
	if err != nil {
		return err
	}
	papers := func(name string) url.Values {
		v := url.Values{}
		for _, id := range ids {
			v.Add(name, string(id))
		}
		return v
	}
	to := ""
	switch c.QueryParam("do") {
	case "similar":
		to = "/similar?" + papers("like").Encode()
	case "save":
		to = "/save?" + papers("paper").Encode()
	default:
		v := papers("id")
		v.Set("format", c.QueryParam("format"))
		if !v.Has("format") || v.Get("format") == "" {
			v.Set("format", string(export.BibTeX))
		}
		to = "/api/v1/export?" + v.Encode()
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// selectedPapers reads the papers that a form names, each once: at least one, and at most
// params.MaxIDs.
func selectedPapers(v url.Values) ([]data.ID, error) {
	asked := v["paper"]
	switch {
	case len(asked) == 0:
		return nil, fault.New(fault.MissingParameter, "paper", "No paper is selected. Go back, tick the boxes beside some papers, and try again.")
	case len(asked) > params.MaxIDs:
		return nil, fault.New(fault.TooManyValues, "paper", "%s are selected. Select at most %d at a time.", figures.Count(len(asked), "paper"), params.MaxIDs)
	}
	var ids []data.ID
	for _, text := range asked {
		id, err := data.ParseID(text)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
