<?php
// The same as createTouchHandler of @tributary/sdk/server, for a site on plain PHP (8.1 or later, with curl). Serve this file at /tributary/touch.

const KEPT = 3;
const MAX_COOKIE_BYTES = 1000;
const MAX_BODY_BYTES = 4096;
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;
const TIMEOUT_SECONDS = 5;
const HTTP_ONLY = false;

$parent = rtrim(getenv('TRIBUTARY_PARENT') ?: 'https://shop.example', '/');
$site = getenv('TRIBUTARY_SITE') ?: 'site_YOUR_KEY';

if (!is_own_page()) answer(403, ['title' => 'Only pages of this site itself may ask here.', 'status' => 403, 'code' => 'cross_site_refused', 'final' => true]);

switch ($_SERVER['REQUEST_METHOD']) {
    case 'GET':
        answer(200, ['tokens' => kept_tokens()]);
    case 'DELETE':
        keep([]);
    case 'POST':
        record($parent, $site);
    default:
        header('Allow: POST, GET, DELETE');
        answer(405, ['title' => 'This address does not take this method.', 'status' => 405, 'code' => 'method_not_allowed', 'final' => true]);
}

function record(string $parent, string $site): never
{
    $body = file_get_contents('php://input', false, null, 0, MAX_BODY_BYTES + 1);
    if (strlen($body) > MAX_BODY_BYTES) answer(413, ['title' => 'The request body is too large.', 'status' => 413, 'code' => 'body_too_large', 'final' => true]);
    $said = json_decode($body, true);
    if (!is_array($said)) answer(400, ['title' => 'The request body is not JSON.', 'status' => 400, 'code' => 'body_not_json', 'final' => true]);

    // The visitor's address and user agent stay here.
    $visit = array_filter(array_intersect_key($said, array_flip(['via', 'campaign', 'subId', 'path', 'referrer'])), 'is_string');
    $request = curl_init("$parent/v1/touches");
    curl_setopt_array($request, [
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => json_encode(['site' => $site] + $visit),
        CURLOPT_HTTPHEADER => ['Content-Type: text/plain;charset=UTF-8'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => TIMEOUT_SECONDS,
    ]);
    $text = curl_exec($request);
    $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
    $said = is_string($text) ? json_decode($text, true) : null;

    if ($status === 201 && is_token($said['token'] ?? null)) {
        $kept = kept_tokens();
        if (!in_array($said['token'], $kept, true)) $kept = [...array_slice($kept, 0, 1), ...array_slice(array_slice($kept, 1), 2 - KEPT), $said['token']];
        keep($kept);
    }
    if ($status >= 400 && isset($said['code'])) answer($status, $said);
    answer(503, ['title' => 'The shop is not reachable at the moment. Try again shortly.', 'status' => 503, 'code' => 'unavailable', 'final' => false]);
}

// Of several cookies of this name the first that holds a token of ours counts; $_COOKIE would show only one of them.
function kept_tokens(): array
{
    foreach (preg_split('/; */', $_SERVER['HTTP_COOKIE'] ?? '') as $pair) {
        if (!str_starts_with($pair, 'tributary=')) continue;
        $tokens = array_values(array_filter(explode('~', substr($pair, strlen('tributary='))), 'is_token'));
        if ($tokens) return array_slice($tokens, 0, KEPT);
    }
    return [];
}

// The eldest but the first goes where they are too long.
function keep(array $tokens): never
{
    while (count($tokens) > 1 && strlen(implode('~', $tokens)) > MAX_COOKIE_BYTES) array_splice($tokens, 1, 1);
    $age = $tokens ? MAX_AGE_SECONDS : 0;
    $line = 'tributary=' . implode('~', $tokens) . "; Path=/; Max-Age=$age; SameSite=Lax" . (is_secure() ? '; Secure' : '') . (HTTP_ONLY ? '; HttpOnly' : '');
    header("Set-Cookie: $line", false);
    answer(200, ['tokens' => $tokens]);
}

function is_token(mixed $text): bool
{
    return is_string($text) && strlen($text) <= MAX_COOKIE_BYTES && preg_match('/^v1(\.[\w-]+){3}$/D', $text) === 1;
}

// A page of somebody else could otherwise put touches into the visitor's cookie, or take them out.
function is_own_page(): bool
{
    if (isset($_SERVER['HTTP_SEC_FETCH_SITE'])) return $_SERVER['HTTP_SEC_FETCH_SITE'] === 'same-origin';
    if (!isset($_SERVER['HTTP_ORIGIN'])) return true;
    $host = preg_replace('#^https?://#', '', $_SERVER['HTTP_ORIGIN']);
    return in_array($host, [$_SERVER['HTTP_HOST'] ?? null, $_SERVER['HTTP_X_FORWARDED_HOST'] ?? null], true);
}

function is_secure(): bool
{
    $forwarded = trim(explode(',', $_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '')[0]);
    return $forwarded === 'https' || !in_array($_SERVER['HTTPS'] ?? 'off', ['', 'off'], true);
}

function answer(int $status, array $document): never
{
    http_response_code($status);
    header('Content-Type: ' . ($status < 400 ? 'application/json' : 'application/problem+json'));
    header('Cache-Control: no-store');
    echo json_encode($document, JSON_UNESCAPED_SLASHES);
    exit;
}
