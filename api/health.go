package api

import "context"

// healthAnswer is the answer to GET /healthz.
type healthAnswer struct {
	Status string `json:"status"`
}

// readyAnswer is the answer to GET /readyz. Status is "ok", or "degraded" if Reasons say what
// does not work: searches are answered all the same.
type readyAnswer struct {
	Status  string   `json:"status"`
	Reasons []string `json:"reasons"`
}

// healthz says that the process answers.
func healthz(*Service, context.Context) (healthAnswer, error) { return healthAnswer{"ok"}, nil }

// readyz says that searches see what the store held at the start. A degraded server is ready,
// since others would hardly be less so.
func readyz(s *Service, ctx context.Context) (readyAnswer, error) {
	if err := s.Ready(ctx); err != nil {
		return readyAnswer{}, err
	}
	ready := readyAnswer{Status: "ok", Reasons: s.Reasons()}
	if len(ready.Reasons) > 0 {
		ready.Status = "degraded"
	}
	return ready, nil
}
