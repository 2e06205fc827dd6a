<?php
/**
 * Plugin Name: Tributary
 * Description: Sells a parent's products in place: a block, and the shortcode [tributary offer="enamel-mug"].
 * Version: 0.1.0
 * Requires at least: 6.3
 * Requires PHP: 7.4
 * License: MIT
 */

defined( 'ABSPATH' ) || exit;

/** What a post holds: an ordinary link. WordPress keeps it for every author (KSES lets `data-*` through), and it sells without a script. */
const TRIBUTARY_LINK = '<a href="%1$s"%2$s>%3$s</a>';

/** Each kind of placement with what its shortcode may say beside `kind`, `text` and `via`, as `packages/protocol/src/placement.ts` has it. */
const TRIBUTARY_KINDS = array(
	'offer'      => array( 'offer', 'layout', 'price', 'theme', 'density', 'size' ),
	'collection' => array( 'collection', 'layout', 'columns', 'limit', 'sort', 'filter', 'search', 'theme', 'density', 'size' ),
	'cart'       => array(),
	'status'     => array(),
	'share'      => array( 'offer', 'campaign', 'networks', 'instance', 'theme', 'density', 'size' ),
	'join'       => array(),
	'placement'  => array( 'placement', 'theme', 'density', 'size' ),
);

/** Space that the page keeps for what comes, so that nothing jumps: the lines that the parent's studio gives to paste. */
const TRIBUTARY_SPACE = array(
	'card'     => 'display: block; max-width: 22rem; min-height: 40rem',
	'row'      => 'display: block; max-width: 40rem; min-height: 14rem',
	'tall-row' => 'display: block; max-width: 40rem; min-height: clamp(14rem, 44rem - 60vw, 24rem)',
	'button'   => 'display: block; max-width: 22rem; min-height: 6rem',
	'grid'     => 'display: block; min-height: 46rem',
	'list'     => 'display: block; min-height: 46rem',
	'share'    => 'display: inline-block; min-height: 3rem',
);

/** The parent's address, without a slash at its end. */
function tributary_parent() {
	return untrailingslashit( esc_url( get_option( 'tributary_parent', '' ) ) );
}

/** The site key. */
function tributary_site() {
	return get_option( 'tributary_site', '' );
}

/** Where the link of a placement leads, with who earns. */
function tributary_href( $kind, $given, $via ) {
	$query = 'via=' . rawurlencode( $via );
	if ( ! empty( $given['placement'] ) ) {
		return tributary_parent() . '/p/' . rawurlencode( $given['placement'] ) . '?' . $query;
	}
	if ( 'join' === $kind ) {
		return tributary_parent() . '/join?' . $query;
	}
	if ( 'collection' === $kind && ! empty( $given['collection'] ) ) {
		return tributary_parent() . '/?collection=' . rawurlencode( $given['collection'] ) . '&' . $query;
	}
	if ( empty( $given['offer'] ) ) {
		return tributary_parent() . '/?' . $query;
	}
	$campaign = empty( $given['campaign'] ) ? '' : '&via_campaign=' . rawurlencode( $given['campaign'] );
	return tributary_parent() . '/o/' . rawurlencode( $given['offer'] ) . '?' . $query . $campaign;
}

/** What a placement is of, as `data-…`; what a shortcode says without a value (`price`) WordPress gives as a value without a name. */
function tributary_data( $kind, $given ) {
	$named = 'share' === $kind ? 'offer' : $kind;
	$data  = array( 'data-tributary-' . $kind => isset( $given[ $named ] ) ? $given[ $named ] : '' );
	foreach ( TRIBUTARY_KINDS[ $kind ] as $name ) {
		if ( $name !== $named && isset( $given[ $name ] ) ) {
			$data[ 'data-tributary-' . $name ] = $given[ $name ];
		}
	}
	$written = '';
	foreach ( $data as $name => $value ) {
		$written .= '' === $value ? ' ' . $name : sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	return $written;
}

/**
 * [tributary offer="enamel-mug" text="Buy the enamel mug" via="EMBER"]; `via` says who earns, if not this site's affiliate. Other kinds by their name:
 * [tributary kind="collection" collection="kitchen" columns="3"]. An empty `size` reserves no space.
 */
add_shortcode(
	'tributary',
	function ( $attributes ) {
		$given = array();
		foreach ( (array) $attributes as $name => $value ) {
			$given[ is_int( $name ) ? $value : $name ] = is_int( $name ) ? '' : $value;
		}
		$given += array( 'kind' => 'offer', 'text' => 'See the offer', 'via' => tributary_site() );
		$kind   = $given['kind'];
		if ( '' === tributary_parent() || ! isset( TRIBUTARY_KINDS[ $kind ] ) || ( 'offer' === $kind && empty( $given['offer'] ) ) ) {
			return '';
		}
		$sizes = array( 'offer' => 'card', 'collection' => 'grid', 'share' => 'share' );
		if ( isset( $sizes[ $kind ] ) ) {
			$given += array( 'size' => empty( $given['layout'] ) ? $sizes[ $kind ] : $given['layout'] );
		}
		if ( isset( $given['size'] ) && '' === $given['size'] ) {
			unset( $given['size'] );
		}
		$href = tributary_href( $kind, $given, $given['via'] );
		return sprintf( TRIBUTARY_LINK, esc_attr( $href ), tributary_data( $kind, $given ), esc_html( $given['text'] ) );
	}
);

add_action(
	'init',
	function () {
		register_block_type( __DIR__ );
		// The editor's script writes the same link, so it has to know the same two things.
		$settings = array( 'parent' => tributary_parent(), 'site' => tributary_site() );
		wp_add_inline_script( 'tributary-offer-editor-script', 'window.tributarySettings = ' . wp_json_encode( $settings ), 'before' );
	}
);

/** The widget: the release that was packed with the plugin, else the parent's present one. */
function tributary_script() {
	$own = __DIR__ . '/widget/tributary.js';
	return file_exists( $own ) ? plugins_url( 'widget/tributary.js?ver=' . filemtime( $own ), __FILE__ ) : tributary_parent() . '/v1/tributary.js';
}

/** The script that makes cards of the links; and space for the cards, so that nothing jumps. */
add_action(
	'wp_enqueue_scripts',
	function () {
		if ( '' === tributary_parent() || '' === tributary_site() ) {
			return;
		}
		wp_enqueue_script( 'tributary', tributary_script(), array(), null, array( 'strategy' => 'async' ) );
		wp_register_style( 'tributary', false, array(), '0.1.0' );
		wp_enqueue_style( 'tributary' );
		foreach ( TRIBUTARY_SPACE as $size => $space ) {
			wp_add_inline_style( 'tributary', sprintf( '[data-tributary-size="%s"] { %s }', $size, $space ) );
		}
	}
);

add_filter(
	'script_loader_tag',
	function ( $tag, $handle ) {
		$named = sprintf( '<script data-tributary-site="%s" data-tributary-parent="%s" ', esc_attr( tributary_site() ), esc_attr( tributary_parent() ) );
		return 'tributary' === $handle ? str_replace( '<script ', $named, $tag ) : $tag;
	},
	10,
	2
);

/** Settings → General: the two things that the parent gave. */
add_action(
	'admin_init',
	function () {
		$fields = array(
			'tributary_parent' => array( 'Tributary: the parent’s address', 'esc_url_raw' ),
			'tributary_site'   => array( 'Tributary: site key', 'sanitize_text_field' ),
		);
		foreach ( $fields as $name => list( $label, $sanitize ) ) {
			register_setting( 'general', $name, array( 'sanitize_callback' => $sanitize ) );
			$show = function () use ( $name ) {
				printf( '<input class="regular-text" id="%1$s" name="%1$s" value="%2$s">', esc_attr( $name ), esc_attr( get_option( $name, '' ) ) );
			};
			add_settings_field( $name, $label, $show, 'general', 'default', array( 'label_for' => $name ) );
		}
	}
);
