package api

import (
	"io"
	"net/http"
	"strings"

	"paperboy/api/lists"

	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
)

// maxListBody holds MaxIDs ids and a note however JSON escapes them.
const maxListBody = 1 << 20

// createList is POST /lists.
func (h *handler) createList(c echo.Context) error {
	var in struct {
		Name string   `json:"name"`
		IDs  []string `json:"ids"`
	}
	if c.Request().ContentLength != 0 {
		if err := readObject(c, maxListBody, &in); err != nil {
			return err
		}
	}
	ids, err := params.ParseIDs("ids", in.IDs)
	if err != nil {
		return err
	}
	made, err := h.Lists.Create(c.Request().Context(), in.Name, ids)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, made)
}

// lists is GET /lists, for the owner.
func (h *handler) lists(c echo.Context) error {
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	lists, err := h.Lists.All(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, lists)
}

// list is GET /lists/{key}.
func (h *handler) list(c echo.Context) error {
	p, err := readParams(c, lists.Table)
	if err != nil {
		return err
	}
	found, err := h.Lists.Papers(c.Request().Context(), listKey(c), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}

func listKey(c echo.Context) lists.Key { return lists.Key(c.Param("key")) }

// renameList is PUT /lists/{key}.
func (h *handler) renameList(c echo.Context) error {
	var in struct {
		Name string `json:"name"`
	}
	if err := readObject(c, maxListBody, &in); err != nil {
		return err
	}
	renamed, err := h.Lists.Rename(c.Request().Context(), listKey(c), in.Name)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, renamed)
}

// deleteList is DELETE /lists/{key}.
func (h *handler) deleteList(c echo.Context) error {
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	deleted, err := h.Lists.Delete(c.Request().Context(), listKey(c))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, deleted)
}

// addToList is POST /lists/{key}/papers.
func (h *handler) addToList(c echo.Context) error {
	var in struct {
		IDs  []string `json:"ids"`
		Note *string  `json:"note"`
	}
	if err := readObject(c, maxListBody, &in); err != nil {
		return err
	}
	if len(in.IDs) == 0 {
		return fault.New(fault.MissingParameter, "ids", "say which papers: a list of ids")
	}
	ids, err := params.ParseIDs("ids", in.IDs)
	if err != nil {
		return err
	}
	added, err := h.Lists.Add(c.Request().Context(), listKey(c), ids, in.Note)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, added)
}

// removeFromList is DELETE /lists/{key}/papers?ids=.
func (h *handler) removeFromList(c echo.Context) error {
	p, err := readParams(c, papersTable)
	if err != nil {
		return err
	}
	if len(p.ids) == 0 {
		return fault.New(fault.MissingParameter, "ids", "say which papers: ids, separated by commas")
	}
	removed, err := h.Lists.Remove(c.Request().Context(), listKey(c), p.ids)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, removed)
}

// renewListKey is POST /lists/{key}/renew.
func (h *handler) renewListKey(c echo.Context) error {
	var in struct {
		Key string `json:"key"`
	}
	if err := readObject(c, maxListBody, &in); err != nil {
		return err
	}
	if in.Key != "edit" && in.Key != "read" {
		return fault.New(fault.InvalidValue, "key", "say which key: edit or read")
	}
	renewed, err := h.Lists.RenewKey(c.Request().Context(), listKey(c), in.Key == "edit")
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, renewed)
}

// exportList is GET /lists/{key}/export?format=.
func (h *handler) exportList(c echo.Context) error {
	p, err := readParams(c, lists.ExportTable)
	if err != nil {
		return err
	}
	if p.format == "" {
		return missingFormat()
	}
	ctx := c.Request().Context()
	l, err := h.Lists.List(ctx, listKey(c))
	if err != nil {
		return err
	}
	return download(c, p.format, fileName(l.Name), func(w io.Writer) error { return h.Lists.Export(ctx, listKey(c), p.format, w) })
}

// fileName is the letters and digits of a list's name that every disk takes.
func fileName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return asciiLetters(string(r)) == "" })
	s := strings.Join(words, "-")
	if s = strings.TrimRight(s[:min(len(s), 60)], "-"); s == "" {
		return "reading-list"
	}
	return s
}

// recommendations is GET /lists/{key}/recommendations.
func (h *handler) recommendations(c echo.Context) error {
	p, err := readParams(c, lists.RecommendTable)
	if err != nil {
		return err
	}
	found, err := h.Lists.Recommend(c.Request().Context(), listKey(c), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}
