package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// reindex is POST /admin/reindex. It answers when the new index is in place.
func (h *handler) reindex(c echo.Context) error {
	unhurried(c)
	done, err := h.Reindex(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, done)
}

// check is POST /admin/check.
func (h *handler) check(c echo.Context) error {
	unhurried(c)
	found, err := h.Check(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}

const backupType = "application/vnd.sqlite3"

// backup is GET /admin/backup: the store as one file.
func (h *handler) backup(c echo.Context) error {
	unhurried(c)
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, backupType)
	header.Set(echo.HeaderContentDisposition, `attachment; filename="paperboy.db"`)
	return h.Backup(c.Request().Context(), newPatient(c.Response()))
}
