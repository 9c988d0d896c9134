package dev.cosell.launcher;

import dev.cosell.launcher.crm.CrmProduct;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every test of the class is run with each CRM; which, its constructor is told. {@link Differences} has what differs. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(CrmProduct.class)
@interface ForEachCrm {}
