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
const TRIBUTARY_LINK = '<a href="%1$s/o/%2$s?via=%3$s" data-tributary-offer="%2$s" data-tributary-size="card">%4$s</a>';

/** The parent's address, without a slash at its end. */
function tributary_parent() {
	return untrailingslashit( esc_url( get_option( 'tributary_parent', '' ) ) );
}

/** The site key. */
function tributary_site() {
	return get_option( 'tributary_site', '' );
}

/** [tributary offer="enamel-mug" text="Buy the enamel mug" via="EMBER"]; `via` says who earns, if not this site's affiliate. */
add_shortcode(
	'tributary',
	function ( $attributes ) {
		$given = shortcode_atts( array( 'offer' => '', 'text' => 'See the offer', 'via' => tributary_site() ), $attributes, 'tributary' );
		if ( '' === $given['offer'] || '' === tributary_parent() ) {
			return '';
		}
		return sprintf( TRIBUTARY_LINK, tributary_parent(), rawurlencode( $given['offer'] ), rawurlencode( $given['via'] ), esc_html( $given['text'] ) );
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
		wp_add_inline_style( 'tributary', '[data-tributary-size] { display: block; max-width: 22rem; min-height: 40rem }' );
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
