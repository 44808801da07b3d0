package api

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
	"paperboy/data"
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
	ids, err := parseIDs(in.IDs)
	if err != nil {
		return err
	}
	made, err := h.CreateList(c.Request().Context(), in.Name, ids)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, made)
}

// lists is GET /lists, for the owner.
func (h *handler) lists(c echo.Context) error {
	if _, err := params(c, noParams); err != nil {
		return err
	}
	lists, err := h.Service.Lists(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, lists)
}

// list is GET /lists/{key}.
func (h *handler) list(c echo.Context) error {
	p, err := params(c, listTable)
	if err != nil {
		return err
	}
	found, err := h.ListPapers(c.Request().Context(), listKey(c), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}

func listKey(c echo.Context) ListKey { return ListKey(c.Param("key")) }

// renameList is PUT /lists/{key}.
func (h *handler) renameList(c echo.Context) error {
	var in struct {
		Name string `json:"name"`
	}
	if err := readObject(c, maxListBody, &in); err != nil {
		return err
	}
	renamed, err := h.RenameList(c.Request().Context(), listKey(c), in.Name)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, renamed)
}

// deleteList is DELETE /lists/{key}.
func (h *handler) deleteList(c echo.Context) error {
	if _, err := params(c, noParams); err != nil {
		return err
	}
	deleted, err := h.DeleteList(c.Request().Context(), listKey(c))
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
	ids, err := parseIDs(in.IDs)
	if err != nil {
		return err
	}
	added, err := h.AddToList(c.Request().Context(), listKey(c), ids, in.Note)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, added)
}

// removeFromList is DELETE /lists/{key}/papers?ids=.
func (h *handler) removeFromList(c echo.Context) error {
	p, err := params(c, papersTable)
	if err != nil {
		return err
	}
	if len(p.ids) == 0 {
		return fault.New(fault.MissingParameter, "ids", "say which papers: ids, separated by commas")
	}
	removed, err := h.RemoveFromList(c.Request().Context(), listKey(c), p.ids)
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
	renewed, err := h.RenewListKey(c.Request().Context(), listKey(c), in.Key == "edit")
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, renewed)
}

// exportList is GET /lists/{key}/export?format=.
func (h *handler) exportList(c echo.Context) error {
	p, err := params(c, listExportTable)
	if err != nil {
		return err
	}
	if p.format == "" {
		return missingFormat()
	}
	ctx := c.Request().Context()
	l, err := h.Service.List(ctx, listKey(c))
	if err != nil {
		return err
	}
	return download(c, p.format, fileName(l.Name), func(w io.Writer) error { return h.ExportList(ctx, listKey(c), p.format, w) })
}

// fileName is made of the ASCII letters and digits of a list's name.
func fileName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || 'z' < r) && (r < '0' || '9' < r) })
	s := strings.Join(words, "-")
	if s = strings.TrimRight(s[:min(len(s), 60)], "-"); s == "" {
		return "reading-list"
	}
	return s
}

// recommendations is GET /lists/{key}/recommendations.
func (h *handler) recommendations(c echo.Context) error {
	p, err := params(c, recommendTable)
	if err != nil {
		return err
	}
	found, err := h.RecommendFor(c.Request().Context(), listKey(c), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}

// parseIDs takes paper ids in every usual spelling.
func parseIDs(spelled []string) ([]data.ID, error) {
	var p paperParams
	row := idsParam("ids", "", paperIDs)
	for _, s := range spelled {
		if problem := row.set(&p, s); problem != nil {
			return nil, problem.Quote("ids", s)
		}
	}
	return p.ids, nil
}

// ListParams say how much of a list is wanted.
type ListParams struct {
	Limit, Offset int
	// Fields are the fields of PaperFieldNames wanted; nil: all but sources.
	Fields []string
}

var listTable = table[ListParams]{
	rows: []param[ListParams]{
		intParam("limit", "How many papers.", 0, MaxListPapers, func(p *ListParams) *int { return &p.Limit }),
		intParam("offset", "How many papers to pass over.", 0, MaxListPapers, func(p *ListParams) *int { return &p.Offset }),
		listParam("fields", fieldsDoc, PaperFieldNames, func(p *ListParams) *[]string { return &p.Fields }),
	},
	defaults: ListParams{Limit: MaxListPapers},
}

// URLValues are the parameters that ask for p, defaults left out.
func (p ListParams) URLValues() url.Values { return listTable.values(&p) }

type listExportParams struct{ format Format }

var listExportTable = table[listExportParams]{
	rows: required([]param[listExportParams]{formatParam(func(p *listExportParams) *Format { return &p.format })}, "format"),
}

// recommendTable is similarTable without what says what is to be compared.
var recommendTable = table[SimilarParams]{
	rows:     append([]param[SimilarParams]{sinceParam}, omit(similarTable.rows, "like", "id", "unlike", "text")...),
	defaults: similarTable.defaults,
}

// sinceParam is another name of added_after.
var sinceParam = func() param[SimilarParams] {
	row := timeParam("since", "Papers that came in after this moment (RFC 3339) or date: another name of added_after.",
		func(p *SimilarParams) *time.Time { return &p.Filter.AddedAfter })
	row.get = func(*SimilarParams) []string { return nil }
	return row
}()
