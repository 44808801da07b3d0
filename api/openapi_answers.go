package api

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/guard"
	"paperboy/api/library"
	"paperboy/api/transfer"
)

// Document returns the OpenAPI document as JSON. formats are those that POST /ingest reads. It
// panics on a malformed source, which a test catches.
func Document(formats []library.FileFormat) []byte {
	text, err := transfer.Marshal(newOpenAPI(formats))
	if err != nil {
		panic(err)
	}
	return text
}

// openAPI is GET /openapi.json.
func (h *handler) openAPI(c echo.Context, _ None) error {
	return transfer.Send(c, transfer.Content{Kind: echo.MIMEApplicationJSON, Body: h.document}, h.Service.Library.Now())
}

// errorResponses returns the components of the document for errors: one for each status, with its
// codes. x-codes has them with their titles.
func errorResponses() map[string]any {
	all := map[string]any{}
	for _, s := range statuses {
		if s.status == statusCancelled {
			continue
		}
		key := strconv.Itoa(s.status)
		response, ok := all[key].(map[string]any)
		if !ok {
			response = map[string]any{"description": "", "x-codes": []any{}, "content": media(map[string]any{"application/problem+json": ref("Problem")})}
			all[key] = response
		}
		response["x-codes"] = append(response["x-codes"].([]any), map[string]any{"code": string(s.code), "title": s.title})
		response["description"] = strings.TrimPrefix(fmt.Sprintf("%s; %s (%s)", response["description"], s.title, s.code), "; ")
	}
	return all
}

// errorsOf returns the statuses of errors that are usual for an endpoint.
func (r *row) errorsOf(hasParameters, hasBody bool) (statuses []int) {
	if hasParameters || hasBody {
		statuses = append(statuses, http.StatusBadRequest)
	}
	if r.need != access.Nothing {
		statuses = append(statuses, http.StatusUnauthorized, http.StatusForbidden)
	}
	if strings.Contains(r.path, "{") || r.id == "lookupPaper" {
		statuses = append(statuses, http.StatusNotFound)
	}
	if hasBody {
		statuses = append(statuses, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	if slices.Contains([]guard.Class{guard.BySearch, guard.Costly, guard.Downloads}, r.class) {
		statuses = append(statuses, http.StatusUnprocessableEntity)
	}
	if r.class != guard.NotAdmitted {
		statuses = append(statuses, http.StatusTooManyRequests, http.StatusServiceUnavailable)
	}
	return statuses
}

// limits returns sentences about the limits of an endpoint.
func (r *row) limits() (limits []any) {
	switch r.class {
	case guard.Cheap:
		limits = append(limits, "Counts as one request.")
	case guard.Costly:
		limits = append(limits, "Counts as 5 requests, and waits for its turn.")
	case guard.Downloads:
		limits = append(limits, "Counts as one request, and one more for each further 250 papers.")
	case guard.BySearch:
		limits = append(limits, "Counts as one request, or as 5 if the search is costly.")
	}
	switch r.limit {
	case quick:
		limits = append(limits, "Answers within 30 seconds.")
	case long:
		limits = append(limits, fmt.Sprintf("Takes at most %d minutes.", int(exportTime.Minutes())))
	case upload:
		limits = append(limits, "Two at once.")
	case upkeep:
		limits = append(limits, "One at a time.")
	}
	if r.maxBody >= 1<<20 {
		limits = append(limits, fmt.Sprintf("The body has at most %d MiB.", r.maxBody>>20))
	} else if r.maxBody > 0 {
		limits = append(limits, fmt.Sprintf("The body has at most %d KiB.", r.maxBody>>10))
	}
	return limits
}
