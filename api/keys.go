package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/fault"
)

// maxKeyBody holds a KeySpec however JSON escapes it.
const maxKeyBody = 64 << 10

// keys is GET /keys.
func (h *handler) keys(c echo.Context) error {
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	keys, err := h.Keys(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, keys)
}

// createKey is POST /keys.
func (h *handler) createKey(c echo.Context) error {
	var spec KeySpec
	if err := readObject(c, maxKeyBody, &spec); err != nil {
		return err
	}
	made, err := h.CreateKey(c.Request().Context(), spec)
	if err != nil {
		return err
	}
	return secretAnswer(c, made)
}

// rotateKey is POST /keys/{id}/rotate.
func (h *handler) rotateKey(c echo.Context) error {
	var in struct {
		Grace string `json:"grace"`
	}
	if c.Request().ContentLength != 0 {
		if err := readObject(c, maxKeyBody, &in); err != nil {
			return err
		}
	}
	grace, err := parseGrace(in.Grace)
	if err != nil {
		return err
	}
	rotated, err := h.RotateKey(c.Request().Context(), c.Param("id"), grace)
	if err != nil {
		return err
	}
	return secretAnswer(c, rotated)
}

func parseGrace(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	grace, err := access.ParseSpan(text)
	if err != nil {
		return 0, fault.New(fault.InvalidValue, "grace", "want a time such as 24h or 7d")
	}
	return grace, nil
}

// revokeKey is DELETE /keys/{id}.
func (h *handler) revokeKey(c echo.Context) error {
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	revoked, err := h.RevokeKey(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, revoked)
}

// secretAnswer writes an answer that nothing may keep.
func secretAnswer(c echo.Context, v any) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return answer(c, http.StatusOK, v)
}
