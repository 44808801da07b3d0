package api

import (
	"net/http"

	"paperboy/api/search"

	"github.com/labstack/echo/v4"
)

// receipt is GET /receipt.
func (h *handler) receipt(c echo.Context) error {
	p, err := readParams(c, search.ReceiptTable)
	if err != nil {
		return err
	}
	a, err := h.Search.Receipt(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, a)
}
